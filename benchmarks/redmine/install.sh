#!/bin/sh
# Installs Debian's Redmine with its web server, to be measured beside the product. It asks nothing
# and starts nothing; `bench redmine` makes an instance of its own. For a machine kept for measuring.
set -eu
export DEBIAN_FRONTEND=noninteractive
echo 'redmine redmine/instances/default/dbconfig-install boolean false' | debconf-set-selections
apt-get install -y --no-install-recommends redmine redmine-pgsql puma
