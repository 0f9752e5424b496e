using Exchange.Gateway.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Identity;

/// <summary>Puts the parts of identity together.</summary>
internal static class IdentityRegistration
{
    /// <summary>
    /// Reads every file that the options name, now, so that a mistake stops the start; registers <see cref="CallerIdentification"/>
    /// and <see cref="SignatureVerifier"/>, and gives back what the listener needs.
    /// </summary>
    /// <exception cref="IdentityConfigurationException">Something cannot be used; the message says what to do.</exception>
    public static MutualTls AddIdentity(this IServiceCollection services, IdentityOptions options, TimeProvider clock)
    {
        var mutualTls = MutualTls.Load(options, TrustBundle.Load(options.TrustBundle, clock));
        services.AddSingleton(new CallerIdentification(TokenValidator.Load(options, clock), clock));
        services.AddSingleton(new SignatureVerifier(SigningKeys.Load(options)));
        return mutualTls;
    }
}
