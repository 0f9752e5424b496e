using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Call;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Microsoft.Extensions.Configuration;

namespace Exchange.Cli.Pki;

/// <summary>
/// A development PKI in files: <c>ca.pem ca.key crls/ca.crl server.pem server.key exchange.json</c>, and per organisation
/// <c>clients/NAME.pem clients/NAME.key issuers/NAME.key issuers/NAME.jwks.json signing/NAME.key
/// signing/NAME.jwks.json</c>. Only the owner can read the keys.
/// </summary>
internal sealed class DevPkiFolder(string path)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The configuration that a gateway takes to let these parties in.</summary>
    public string Configuration => InFolder("exchange.json");

    /// <summary>Whether there is anything in it already.</summary>
    public bool IsInUse => File.Exists(_path) || Directory.Exists(_path) && Directory.EnumerateFileSystemEntries(_path).Any();

    /// <summary>Writes it, replacing files of the same names.</summary>
    /// <param name="pki">What to write.</param>
    /// <param name="covenant">
    /// A covenant file for the one partnership of the configuration, which then suffices to start a gateway whose records are in
    /// <c>data</c>; none, for the part about identity only.
    /// </param>
    public void Write(DevPki pki, string? covenant = null)
    {
        MakeFolder(_path);
        MakeFolder(InFolder("clients"));
        MakeFolder(InFolder("issuers"));
        MakeFolder(InFolder("signing"));
        WritePublic(InFolder("ca.pem"), pki.Authority.Certificate.ExportCertificatePem() + "\n");
        WriteSecret(InFolder("ca.key"), KeyOf(pki.Authority.Certificate));
        MakeFolder(InFolder("crls"));
        WriteRevocationList(pki.Authority.RevocationList([]));
        WriteServer(pki.Server);
        foreach (var (name, party) in pki.Parties)
        {
            WritePublic(ClientCertificate(name), party.Certificate.ExportCertificatePem() + "\n");
            WriteSecret(ClientKey(name), KeyOf(party.Certificate));
            WriteSecret(IssuerKey(name), party.SigningKey.ExportPkcs8PrivateKeyPem() + "\n");
            WritePublic(IssuerJwks(name), party.Jwks() + "\n");
            WriteSecret(SigningKey(name), party.Requests.ExportPem() + "\n");
            WritePublic(SigningJwks(name), party.RequestJwks() + "\n");
        }
        var settings = new JsonObject { [IdentityOptions.Section] = Identity(pki) };
        if (covenant is not null) settings[GatewayOptions.Section] = Gateway(covenant);
        WritePublic(Configuration, settings.ToJsonString(Readable) + "\n");
    }

    /// <summary>The options that a gateway takes, from <see cref="Configuration"/>.</summary>
    public IdentityOptions ReadOptions() =>
        new ConfigurationBuilder().AddJsonFile(Configuration).Build().GetSection(IdentityOptions.Section).Get<IdentityOptions>()
        ?? new IdentityOptions();

    /// <summary>One organisation's certificate, issuer and signing key; null when the folder has none of that name.</summary>
    public DevParty? ReadParty(string name)
    {
        if (!DevController.IsName(name) || !File.Exists(ClientCertificate(name))) return null;
        var certificate = X509Certificate2.CreateFromPemFile(ClientCertificate(name), ClientKey(name));
        var oin = Oin.Of(certificate);
        var pin = ReadOptions().TokenIssuers.FirstOrDefault(candidate => candidate.Oin == oin);
        if (oin is null || pin is null) return null;
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(IssuerKey(name)));
        return new DevParty(new DevController(name, oin), certificate, pin.Issuer, key, RequestSigner.Open(SigningKey(name)));
    }

    /// <summary>Takes an organisation's client certificate back.</summary>
    /// <returns>False when the folder has none of that name.</returns>
    public bool Revoke(string name, TimeProvider clock)
    {
        if (!DevController.IsName(name) || !File.Exists(ClientCertificate(name))) return false;
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(ClientCertificate(name));
        WriteRevocationList(ReadAuthority(clock).Revoke(File.ReadAllText(RevocationList), certificate));
        return true;
    }

    /// <summary>Gives the gateway another certificate, with another key.</summary>
    public void RenewServer(TimeProvider clock) => WriteServer(ReadAuthority(clock).LoopbackServer());

    private DevAuthority ReadAuthority(TimeProvider clock) =>
        DevAuthority.Of(X509Certificate2.CreateFromPemFile(InFolder("ca.pem"), InFolder("ca.key")), clock);

    private void WriteServer(X509Certificate2 server)
    {
        WritePublic(InFolder("server.pem"), server.ExportCertificatePem() + "\n");
        WriteSecret(InFolder("server.key"), KeyOf(server));
    }

    private void WriteRevocationList(byte[] list) => WritePublic(RevocationList, PemEncoding.WriteString("X509 CRL", list) + "\n");

    private string RevocationList => Path.Combine(_path, "crls", "ca.crl");

    private JsonObject Gateway(string covenant) => new()
    {
        [nameof(GatewayOptions.Data)] = InFolder("data"),
        [nameof(GatewayOptions.Partnerships)] = new JsonArray(new JsonObject
        {
            [nameof(PartnershipOptions.Id)] = Installation.DefaultPartnership,
            [nameof(PartnershipOptions.Covenant)] = covenant,
        }),
    };

    private JsonObject Identity(DevPki pki)
    {
        var issuers = pki.Parties.Select(party => new JsonObject
        {
            [nameof(TokenIssuerOptions.Oin)] = party.Value.Controller.Oin,
            [nameof(TokenIssuerOptions.Issuer)] = party.Value.Issuer,
            [nameof(TokenIssuerOptions.Jwks)] = IssuerJwks(party.Key),
        });
        var signing = pki.Parties.Select(party => new JsonObject
        {
            [nameof(SigningKeysOptions.Oin)] = party.Value.Controller.Oin,
            [nameof(SigningKeysOptions.Jwks)] = SigningJwks(party.Key),
        });
        return new JsonObject
        {
            [nameof(IdentityOptions.TrustBundle)] = InFolder("ca.pem"),
            [nameof(IdentityOptions.RevocationLists)] = InFolder("crls"),
            [nameof(IdentityOptions.CrlMaxAge)] = DevAuthority.Life.ToString("c", CultureInfo.InvariantCulture),
            [nameof(IdentityOptions.ServerCertificate)] = InFolder("server.pem"),
            [nameof(IdentityOptions.ServerKey)] = InFolder("server.key"),
            [nameof(IdentityOptions.Audience)] = DevPki.Audience,
            [nameof(IdentityOptions.TokenIssuers)] = new JsonArray([.. issuers]),
            [nameof(IdentityOptions.SigningKeys)] = new JsonArray([.. signing]),
        };
    }

    private string InFolder(string name) => Path.Combine(_path, name);

    private string ClientCertificate(string name) => Path.Combine(_path, "clients", name + ".pem");

    private string ClientKey(string name) => Path.Combine(_path, "clients", name + ".key");

    private string IssuerKey(string name) => Path.Combine(_path, "issuers", name + ".key");

    private string IssuerJwks(string name) => Path.Combine(_path, "issuers", name + ".jwks.json");

    private string SigningKey(string name) => Path.Combine(_path, "signing", name + ".key");

    private string SigningJwks(string name) => Path.Combine(_path, "signing", name + ".jwks.json");

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WritePublic(string file, string text) =>
        Write(file, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    private static void WriteSecret(string file, string text) => Write(file, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    // Made beside it and put in its place: a file that is written over keeps its old mode, a link leads elsewhere, and a gateway that
    // looks at it meanwhile would see half.
    private static void Write(string file, string text, UnixFileMode mode)
    {
        var beside = Path.Combine(Path.GetDirectoryName(file)!, "." + Path.GetFileName(file) + ".new");
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var stream = new FileStream(beside, options))
            stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(beside, file, overwrite: true);
    }
}
