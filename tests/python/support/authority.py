"""Throw-away certificates, made by the openssl program for one test run."""
import datetime
import pathlib
import subprocess

KEY_ALGORITHMS = {
    'rsa': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    'ecdsa': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    'ecdsa384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    'ed25519': ['-algorithm', 'ED25519'],
}

CA_CONFIG = """
[ca]
default_ca = this
[this]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = none
[anything]
commonName = supplied
organizationName = optional
"""


def openssl(*arguments, input=None):
    """Run the openssl program and return its standard output."""
    done = subprocess.run(
        ['openssl', *map(str, arguments)], input=input, timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise RuntimeError('openssl {}: {}'.format(
            arguments[0], done.stderr.decode('utf-8', 'replace')))
    return done.stdout


class Authority:
    """A certification authority in a folder of its own.

    Every certificate comes as one file with the chain and the key, the
    form that `load_cert_chain` takes.
    """

    def __init__(self, folder, name='IronSsl Test CA', key='ecdsa',
                 key_usage='keyCertSign,cRLSign'):
        self.folder = pathlib.Path(str(folder))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.key_file = self._make_key('ca', key)
        self.cafile = self.folder / 'ca.pem'
        config = self.folder / 'req.cnf'
        config.write_text(
            '[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n'
            '[dn]\nCN={}\n[v3]\nbasicConstraints=critical,CA:TRUE\n'
            'keyUsage=critical,{}\n'
            'subjectKeyIdentifier=hash\n'.format(name, key_usage))
        openssl('req', '-x509', '-new', '-key', self.key_file, '-days', 30,
                '-config', config, '-out', self.cafile)
        (self.folder / 'index.txt').touch()
        (self.folder / 'ca.cnf').write_text(
            CA_CONFIG.format(folder=self.folder))

    def _make_key(self, name, kind):
        path = self.folder / (name + '.key')
        openssl('genpkey', *KEY_ALGORITHMS[kind], '-out', path)
        return path

    def issue(self, name, key='ecdsa', alternative_names='DNS:localhost',
              usage='serverAuth,clientAuth', start_days=-1, end_days=30,
              extensions='', is_ca=False, common_name=None,
              authority_key_identifier='keyid', chain=b''):
        """Make a certificate; return the path of its combined file."""
        key_file = self._make_key(name, key)
        request = self.folder / (name + '.csr')
        request_config = self.folder / (name + '.req.cnf')
        request_config.write_text(
            '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN={}\n'.format(
                common_name or name))
        openssl('req', '-new', '-key', key_file, '-config', request_config,
                '-out', request)
        extension_file = self.folder / (name + '.ext')
        lines = ['basicConstraints=critical,CA:' + str(is_ca).upper(),
                 'subjectKeyIdentifier=hash']
        if authority_key_identifier:
            lines.append(
                'authorityKeyIdentifier=' + authority_key_identifier)
        if usage:
            lines.append('extendedKeyUsage=' + usage)
        if alternative_names:
            lines.append('subjectAltName=' + alternative_names)
        lines.append(extensions)
        extension_file.write_text('\n'.join(lines) + '\n')
        certificate = self.folder / (name + '.crt')
        openssl('ca', '-batch', '-notext', '-config', self.folder / 'ca.cnf',
                '-cert', self.cafile, '-keyfile', self.key_file,
                '-in', request, '-extfile', extension_file,
                '-startdate', _stamp(start_days),
                '-enddate', _stamp(end_days), '-out', certificate)
        combined = self.folder / (name + '.pem')
        combined.write_bytes(certificate.read_bytes() + chain
                             + key_file.read_bytes())
        return str(combined)


def _stamp(days):
    moment = (datetime.datetime.now(datetime.timezone.utc)
              + datetime.timedelta(days=days))
    return moment.strftime('%Y%m%d%H%M%SZ')
