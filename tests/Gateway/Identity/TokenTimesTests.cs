using System.Text.Json.Nodes;
using Exchange.Commands;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenTimesTests
{
    private readonly TwoPartners _partners = new();

    private long Now => _partners.Clock.Now.ToUnixTimeSeconds();

    [Theory]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(60, null)]
    [InlineData(61, RefusalReason.TokenNotYetValid)]
    [InlineData(3600, RefusalReason.TokenNotYetValid)]
    public async Task Validate_IssuersClockAhead_AcceptedUpToAMinute(int seconds, RefusalReason? reason) =>
        Assert.Equal(reason, await _partners.Reason(_partners.Token(token => token with { IssuedAt = _partners.Clock.Now.AddSeconds(seconds) })));

    [Theory]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(60, null)]
    [InlineData(61, RefusalReason.TokenExpired)]
    [InlineData(86400, RefusalReason.TokenExpired)]
    public async Task Validate_OurClockPastTheEnd_AcceptedUpToAMinute(int seconds, RefusalReason? reason) =>
        Assert.Equal(reason, await _partners.Reason(Times(iat: Now - seconds - 300, nbf: null, exp: Now - seconds)));

    [Fact]
    public async Task Validate_FractionOfASecondBeyondTheMinute_Refused()
    {
        var token = Times(iat: Now - 360, nbf: null, exp: Now - 60);
        _partners.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(RefusalReason.TokenExpired, await _partners.Reason(token));
    }

    [Theory]
    [InlineData(0, 0, 600, null)]
    [InlineData(0, 0, 601, RefusalReason.TokenLivesTooLong)]
    [InlineData(0, null, 601, RefusalReason.TokenLivesTooLong)]
    [InlineData(null, 0, 601, RefusalReason.TokenLivesTooLong)]
    [InlineData(-400, 0, 200, null)]
    [InlineData(-401, 0, 200, RefusalReason.TokenLivesTooLong)]
    [InlineData(0, -401, 200, RefusalReason.TokenLivesTooLong)]
    [InlineData(0, 30, 600, null)]
    [InlineData(0, 61, 600, RefusalReason.TokenNotYetValid)]
    [InlineData(61, 0, 600, RefusalReason.TokenNotYetValid)]
    [InlineData(0, 0, 31_536_000, RefusalReason.TokenLivesTooLong)]
    public async Task Validate_Life_CountsFromTheEarlierOfIatAndNbf(int? iat, int? nbf, int exp, RefusalReason? reason) =>
        Assert.Equal(reason, await _partners.Reason(Times(Now + iat, Now + nbf, Now + exp)));

    [Fact]
    public async Task Validate_LongLivedTokenLongAgo_StillLivesTooLong() =>
        Assert.Equal(RefusalReason.TokenLivesTooLong, await _partners.Reason(Times(iat: 0, nbf: null, exp: Now + 60)));

    [Fact]
    public async Task Validate_TimesMissingOrReversed_Refused()
    {
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Times(iat: Now, nbf: Now, exp: null)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Times(iat: null, nbf: null, exp: Now + 60)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Times(iat: Now, nbf: null, exp: Now)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Times(iat: Now, nbf: null, exp: Now - 1)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Times(iat: Now - 60, nbf: Now + 50, exp: Now + 40)));
    }

    [Theory]
    [InlineData("\"1930132800\"")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775808")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    public async Task Validate_TimeThatIsNoSecondOfOurEra_Refused(string time)
    {
        foreach (var claim in new[] { "exp", "iat", "nbf" })
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims[claim] = JsonNode.Parse(time))));
    }

    [Fact]
    public async Task Validate_SameTokenTwice_AcceptedTwiceUntilItEnds()
    {
        var token = _partners.Token(given => given with { Lives = TimeSpan.FromSeconds(30) });

        Assert.Null(await _partners.Reason(token));
        _partners.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Null(await _partners.Reason(token));
        _partners.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalReason.TokenExpired, await _partners.Reason(token));
    }

    [Fact]
    public async Task Validate_TokenSeenBefore_RefusedOnAnotherConnection()
    {
        var token = _partners.Token();
        var renewed = _partners.Pki.Authority.Client("politie", TwoPartners.PolitieOin);
        Assert.Null(await _partners.Reason(token));

        Assert.Equal(RefusalReason.TokenNotBound, await _partners.Reason(token, renewed));
        Assert.Equal(
            RefusalReason.TokenIssuerNotTrusted,
            (await _partners.Validator.ValidateAsync(token.AsMemory(), TwoPartners.OmOin, _partners.Om.Certificate)).Refusal?.Reason);
        Assert.Null(await _partners.Reason(token));
    }

    [Fact]
    public async Task Validate_TokenRefusedAsTooEarly_AcceptedWhenItsTimeHasCome()
    {
        var token = _partners.Token(given => given with { IssuedAt = _partners.Clock.Now.AddSeconds(90) });

        Assert.Equal(RefusalReason.TokenNotYetValid, await _partners.Reason(token));
        _partners.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await _partners.Reason(token));
    }

    private string Times(long? iat, long? nbf, long? exp) => _partners.WithClaims(claims =>
    {
        foreach (var (name, value) in new[] { ("iat", iat), ("nbf", nbf), ("exp", exp) })
        {
            claims.Remove(name);
            if (value is not null) claims[name] = value.Value;
        }
    });
}
