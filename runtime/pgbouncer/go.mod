module rampart/pgbouncer

go 1.24
