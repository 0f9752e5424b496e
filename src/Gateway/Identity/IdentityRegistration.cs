using Exchange.Commands;
using Exchange.Gateway.Signing;

namespace Exchange.Gateway.Identity;

/// <summary>Puts the parts of identity together.</summary>
internal static class IdentityRegistration
{
    /// <summary>
    /// Reads every file that the options name, now, so that a mistake stops the start; registers <see cref="CallerIdentification"/>,
    /// <see cref="SignatureVerifier"/>, <see cref="RefusedHandshakes"/> and the look for changes, and gives back what the listener needs.
    /// </summary>
    /// <exception cref="IdentityConfigurationException">Something cannot be used; the message says what to do.</exception>
    public static MutualTls AddIdentity(this IServiceCollection services, IdentityOptions options, TimeProvider clock)
    {
        options.Validate();
        var lists = new CrlFolder(options.RevocationLists, options.CrlMaxAge);
        var trust = new CurrentTrust(TrustBundle.Load(options.TrustBundle, clock), lists.Read(), clock);
        var tokens = TokenValidator.Load(options, clock);
        var signatures = new SignatureVerifier(SigningKeys.Load(options));
        var refused = new RefusedHandshakes();
        var tls = new MutualTls(MutualTls.LoadCertificate(options), trust, refused, options.HandshakeWithin);
        WatchedFiles[] watched =
        [
            new("TrustBundle", () => [options.TrustBundle], () => trust.Replace(TrustBundle.Load(options.TrustBundle, clock))),
            new("RevocationLists", lists.Files, () => trust.Replace(lists.Read())),
            new("ServerCertificate", () => [options.ServerCertificate, options.ServerKey], () => tls.Replace(MutualTls.LoadCertificate(options))),
            .. options.TokenIssuers.Select(pin => new WatchedFiles($"TokenIssuers, OIN {pin.Oin}: Jwks", () => [pin.Jwks], () => tokens.Reload(pin))),
            // The issuers' too: no key may sign both tokens and requests.
            new("SigningKeys", () => [.. options.SigningKeys.Select(pin => pin.Jwks), .. options.TokenIssuers.Select(pin => pin.Jwks)], () => signatures.Replace(SigningKeys.Load(options))),
        ];
        services.AddSingleton(refused);
        services.AddSingleton(new CallerIdentification(tokens, trust, refused));
        services.AddSingleton(signatures);
        services.AddSingleton<ICovenantSignatures>(new CovenantSignatures(signatures));
        services.AddHostedService(provider => new IdentityReload(
            watched, lists, trust, options.LookAgainEvery, clock, provider.GetRequiredService<ILogger<IdentityReload>>()));
        return tls;
    }
}
