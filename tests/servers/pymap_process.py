"""Run as a program: pymap with many empty users on a port of its own, which it prints."""

import argparse
import asyncio
import sys

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, DictBackend
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import Cleartext


def arguments(certificate: str, key: str) -> argparse.Namespace:
    return argparse.Namespace(
        host=None,
        port="0",
        debug=False,
        cert=certificate,
        key=key,
        tls=True,
        passlib_cfg=None,
        proxy_protocol=None,
        demo_data=False,
        demo_user="user0",
        demo_password=sys.argv[3],
        skip_services=[],
    )


async def main() -> None:
    backend, config = await DictBackend.init(arguments(sys.argv[1], sys.argv[2]), hash_context=Cleartext())
    assert isinstance(config, Config)
    config.apply_context()
    known = backend.login.users_dict["user0"]
    hashed = known.password or await Passwords(config).hash_password(sys.argv[3])
    for number in range(1, 2000):
        backend.login.users_dict[f"user{number}"] = UserMetadata(config, f"user{number}", password=hashed)
    imap = IMAPServer(backend.login, config)

    async def serve(reader, writer):
        await imap(reader, writer, SocketInfoLocal(writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
