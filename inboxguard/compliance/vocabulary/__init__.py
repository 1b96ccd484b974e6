"""What people write to offer a way out, one TOML file a language; `load` reads and compiles them when first asked."""
