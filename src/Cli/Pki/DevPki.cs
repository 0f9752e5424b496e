using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Call;

namespace Exchange.Cli.Pki;

/// <summary>
/// Everything that a gateway and its partners need to know each other, for development and tests only: one CA, a server
/// certificate for loopback, and per organisation a client certificate, a token issuer and a signing key. In memory;
/// <see cref="DevPkiFolder"/> writes it down.
/// </summary>
internal sealed class DevPki
{
    /// <summary>The audience of the tokens.</summary>
    public const string Audience = "exchange";

    private DevPki(DevAuthority authority, X509Certificate2 server, IReadOnlyDictionary<string, DevParty> parties, TimeProvider clock)
    {
        Authority = authority;
        Server = server;
        Parties = parties;
        Clock = clock;
    }

    public DevAuthority Authority { get; }

    /// <summary>The gateway's certificate, with its key: localhost, 127.0.0.1 and ::1.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>By the organisation's name.</summary>
    public IReadOnlyDictionary<string, DevParty> Parties { get; }

    public TimeProvider Clock { get; }

    /// <exception cref="ArgumentException">A name or OIN cannot be used.</exception>
    public static DevPki Make(IReadOnlyCollection<DevController> controllers, TimeProvider clock)
    {
        if (DevController.Fault(controllers) is { } fault) throw new ArgumentException(fault, nameof(controllers));
        var authority = DevAuthority.Root("Exchange development CA", clock);
        var parties = controllers.ToDictionary(
            controller => controller.Name,
            controller => new DevParty(
                controller,
                authority.Client(controller.Name, controller.Oin),
                $"https://issuers.example/{controller.Name}",
                ECDsa.Create(ECCurve.NamedCurves.nistP256),
                new RequestSigner(ECDsa.Create(ECCurve.NamedCurves.nistP256))),
            StringComparer.Ordinal);
        return new DevPki(authority, authority.LoopbackServer(), parties, clock);
    }

    /// <summary>A token of this organisation's issuer.</summary>
    public string IssueToken(string controller, DevToken token) => Parties[controller].IssueToken(token, Clock);

    /// <summary>A connection as this certificate's holder to a gateway of this PKI; without a certificate, as nobody.</summary>
    public SocketsHttpHandler Connect(X509Certificate2? certificate) =>
        DevConnection.Handler(Authority.Certificate, certificate, clock: Clock);
}
