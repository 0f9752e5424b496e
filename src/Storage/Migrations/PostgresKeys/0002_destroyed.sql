-- A key may be destroyed.
GRANT DELETE ON exchange.keys TO exchange_app;
