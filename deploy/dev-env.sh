#!/usr/bin/env sh
# Makes .env of .env.example, with its empty secrets made up. An .env that is there already is left as it is: the database keeps the
# password it was created with.
set -eu
cd "$(dirname "$0")/.."

if [ -e .env ]; then
  echo ".env is there already, and is left as it is. To begin anew: docker compose down --volumes, and remove it." >&2
  exit 0
fi

random() {
  od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n'
}

umask 077
while IFS= read -r line; do
  case $line in
    STRIPE_WEBHOOK_SECRET=) echo "${line}whsec_$(random)" ;;
    JWT_SECRET= | *_PASSWORD=) echo "$line$(random)" ;;
    *) echo "$line" ;;
  esac
done <.env.example >.env
echo ".env is written. Next: docker compose --profile demo up --build, then http://localhost:8090" >&2
