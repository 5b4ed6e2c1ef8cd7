"""Certificates are checked unless the user says otherwise, and no password goes out before."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from briefing.search.engine import EngineRefused
from briefing.search.opensearch_connection import Cluster, ClusterAddress, Credentials


class Host(HTTPServer):
    """A host with a certificate of its own making."""

    logins: list[str | None]


class _Answers(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.logins.append(self.headers.get("authorization"))
        body = b'{"fine": true}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that nobody has signed, with its key, in one file."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a host")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "host.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    return file


@pytest.fixture
def host(certificate: Path) -> Iterator[Host]:
    """A host that answers with TLS."""
    server = Host(("127.0.0.1", 0), _Answers)
    server.logins = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_unknown_certificate_is_refused_before_anything_is_sent(
    host: Host, certificate: Path
) -> None:
    url, login = f"https://127.0.0.1:{host.server_port}", Credentials("ann", "secret")
    with pytest.raises(EngineRefused, match="name the authority's file as `ca`"):
        Cluster(ClusterAddress((url,), "talks", login)).read("GET", "/")
    assert host.logins == []
    trusted = ClusterAddress((url,), "talks", login, ca=certificate)
    assert Cluster(trusted).read("GET", "/") == {"fine": True}
    unchecked = ClusterAddress((url,), "talks", verify=False)
    assert Cluster(unchecked).read("GET", "/") == {"fine": True}
    assert [bool(login) for login in host.logins] == [True, False]
