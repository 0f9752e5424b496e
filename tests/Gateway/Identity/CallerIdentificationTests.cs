using System.Security.Cryptography.X509Certificates;
using Exchange.Commands;
using Exchange.Gateway.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Tests.Identity;

public sealed class CallerIdentificationTests
{
    private readonly TwoPartners _partners = new();

    [Fact]
    public async Task Identify_CertificateAndItsToken_GivesCallerAndOrganisation()
    {
        var identification = await Identify(_partners.Politie.Certificate, $"Bearer {_partners.Token()}");

        Assert.Equal(TwoPartners.PolitieOin, identification.Oin);
        Assert.Equal("p-17", identification.Caller.Value?.Actor);
    }

    [Theory]
    [InlineData("bearer ")]
    [InlineData("BEARER  ")]
    public async Task Identify_Scheme_IsReadInAnyCase(string scheme) =>
        Assert.NotNull((await Identify(_partners.Politie.Certificate, scheme + _partners.Token())).Caller.Value);

    [Fact]
    public async Task Identify_AnotherPartnersToken_RefusedUnderTheOrganisationOfTheCertificate()
    {
        var identification = await Identify(_partners.Om.Certificate, $"Bearer {_partners.Token()}");

        Assert.Equal(TwoPartners.OmOin, identification.Oin);
        Assert.Equal(RefusalReason.TokenIssuerNotTrusted, identification.Caller.Refusal?.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer   ")]
    [InlineData("Basic cDp4")]
    [InlineData("DPoP a.b.c")]
    [InlineData("Bearertoken")]
    public async Task Identify_NoToken_RefusedUnderTheOrganisation(string? authorization)
    {
        var identification = await Identify(_partners.Politie.Certificate, authorization);

        Assert.Equal(TwoPartners.PolitieOin, identification.Oin);
        Assert.Equal(RefusalReason.TokenMissing, identification.Caller.Refusal?.Reason);
    }

    [Fact]
    public async Task Identify_TwoTokens_Refused()
    {
        var token = $"Bearer {_partners.Token()}";

        Assert.Equal(RefusalReason.TokenInvalid, (await Identify(_partners.Politie.Certificate, new StringValues([token, token]))).Caller.Refusal?.Reason);
        Assert.Equal(RefusalReason.TokenInvalid, (await Identify(_partners.Politie.Certificate, $"{token}, {token}")).Caller.Refusal?.Reason);
    }

    [Fact]
    public async Task Identify_NoCertificate_RefusedWithoutOrganisation()
    {
        var identification = await Identify(null, $"Bearer {_partners.Token()}");

        Assert.Null(identification.Oin);
        Assert.Equal(RefusalReason.CertificateNotAccepted, identification.Caller.Refusal?.Reason);
    }

    [Fact]
    public async Task Identify_CertificateInAHeader_IsNotOne()
    {
        var context = Context(null, $"Bearer {_partners.Token()}");
        foreach (var header in new[] { "X-ARR-ClientCert", "X-Client-Cert", "X-SSL-Client-Cert", "Client-Cert", "X-Forwarded-Client-Cert" })
            context.Request.Headers[header] = Convert.ToBase64String(_partners.Politie.Certificate.RawData);

        Assert.Equal(RefusalReason.CertificateNotAccepted, (await Identification(context)).Caller.Refusal?.Reason);
    }

    [Fact]
    public async Task Identify_CertificateWithoutOin_Refused()
    {
        var certificate = _partners.Pki.Authority.Client(new X500DistinguishedName("CN=politie"));
        var identification = await Identify(certificate, $"Bearer {_partners.Token(token => token with { Certificate = certificate })}");

        Assert.Null(identification.Oin);
        Assert.Equal(RefusalReason.CertificateNotAccepted, identification.Caller.Refusal?.Reason);
    }

    [Fact]
    public async Task Identify_ConnectionOutlivesItsCertificate_Refused()
    {
        var certificate = _partners.Pki.Authority.Client("politie", TwoPartners.PolitieOin, until: _partners.Clock.Now.AddMinutes(1));
        var authorization = $"Bearer {_partners.Token(token => token with { Certificate = certificate })}";
        Assert.NotNull((await Identify(certificate, authorization)).Caller.Value);

        _partners.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(RefusalReason.CertificateNotAccepted, (await Identify(certificate, authorization)).Caller.Refusal?.Reason);
    }

    private static DefaultHttpContext Context(X509Certificate2? certificate, StringValues authorization)
    {
        var context = new DefaultHttpContext();
        context.Connection.ClientCertificate = certificate;
        context.Request.Headers.Authorization = authorization;
        return context;
    }

    private async Task<Identification> Identify(X509Certificate2? certificate, StringValues authorization) =>
        await Identification(Context(certificate, authorization));

    private async Task<Identification> Identification(HttpContext context) =>
        await new CallerIdentification(_partners.Validator, _partners.Trust, new RefusedHandshakes()).IdentifyAsync(context);
}
