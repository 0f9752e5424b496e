using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity.Revocation;

/// <summary>What revocation lists make of certificates, as time passes and lists come and go.</summary>
public sealed class TrustTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly ManualClock _clock = new(new DateTimeOffset(2031, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DevAuthority _root;
    private readonly X509Certificate2 _client;

    public TrustTests()
    {
        _root = DevAuthority.Root("Root", _clock);
        _client = _root.Client("politie", TwoPartners.PolitieOin);
    }

    [Fact]
    public void Judge_ListThatDoesNotNameTheCertificate_Accepts()
    {
        Assert.Null(Judge(List(_root)));
        Assert.Null(Judge(List(_root, revoked: _root.Client("om", TwoPartners.OmOin))));
    }

    [Fact]
    public void Judge_Revoked_Refuses() => Assert.Equal(HandshakeRefusal.Revoked, Judge(List(_root, revoked: _client)));

    [Fact]
    public void Judge_NoListThatCounts_Refuses()
    {
        var namesake = DevAuthority.Root("Root", _clock);

        Assert.Equal(HandshakeRefusal.RevocationUnknown, Judge());
        Assert.Equal(HandshakeRefusal.RevocationUnknown, Judge(List(DevAuthority.Root("Other", _clock))));
        Assert.Equal(HandshakeRefusal.RevocationUnknown, Judge(List(namesake)));
        Assert.Null(Judge(List(namesake, from: _clock.Now), List(_root)));
    }

    [Fact]
    public void Judge_StrangersList_RevokesNothing() =>
        Assert.Null(Judge(List(_root), List(DevAuthority.Root("Root", _clock), from: _clock.Now, revoked: _client)));

    [Theory]
    [InlineData(-24, 24, true)]
    [InlineData(-25, 24, false)] // older than a day
    [InlineData(-2, -1, false)] // ended by its own word
    [InlineData(1, 24, false)] // of tomorrow
    public void Judge_Age_IsBoundedByBoth(int from, int until, bool accepted) => Assert.Equal(
        accepted ? null : HandshakeRefusal.RevocationUnknown,
        Judge(List(_root, from: _clock.Now.AddHours(from), until: _clock.Now.AddHours(until))));

    [Fact]
    public void Judge_SeveralLists_TheNewestOfTodayTells()
    {
        var old = List(_root, from: _clock.Now.AddHours(-3), revoked: _client);
        var newer = List(_root, from: _clock.Now.AddHours(-2));
        var tomorrow = List(_root, from: _clock.Now.AddHours(1), revoked: _client);

        Assert.Null(Judge(old, newer, tomorrow));
        Assert.Null(Judge(tomorrow, newer, old));
        Assert.Equal(HandshakeRefusal.Revoked, Judge(List(_root, number: 1), List(_root, number: 2, revoked: _client)));
        Assert.Null(Judge(List(_root, number: 2), List(_root, number: 1, revoked: _client)));
    }

    [Fact]
    public void Judge_CertificateOfAnIntermediate_IsAskedOfBothCas()
    {
        var issuing = _root.Intermediate("Issuing");
        var client = issuing.Client("politie", TwoPartners.PolitieOin);

        Assert.Null(Judge(client, issuing, List(_root), List(issuing)));
        Assert.Equal(HandshakeRefusal.RevocationUnknown, Judge(client, issuing, List(issuing)));
        Assert.Equal(HandshakeRefusal.RevocationUnknown, Judge(client, issuing, List(_root)));
        Assert.Equal(HandshakeRefusal.Revoked, Judge(client, issuing, List(_root), List(issuing, revoked: client)));
        Assert.Equal(HandshakeRefusal.Revoked, Judge(client, issuing, List(_root, revoked: issuing.Certificate), List(issuing)));
    }

    [Fact]
    public void Judge_Refusals_SayWhy()
    {
        var trust = Trust(List(_root));
        var over = _root.Client("politie", TwoPartners.PolitieOin, _clock.Now.AddDays(-2), _clock.Now.AddDays(-1));

        Assert.Equal(HandshakeRefusal.Expired, trust.Judge(over).Refusal);
        Assert.Equal(HandshakeRefusal.UntrustedIssuer, trust.Judge(DevAuthority.Root("Root", _clock).Client("p", TwoPartners.PolitieOin)).Refusal);
        Assert.Equal(HandshakeRefusal.UntrustedIssuer, trust.Judge(DevAuthority.Root("Root", new ManualClock(_clock.Now.AddYears(-3))).Client("p", TwoPartners.PolitieOin)).Refusal);
        Assert.Equal(HandshakeRefusal.Unsuitable, trust.Judge(_root.LoopbackServer()).Refusal);
    }

    [Fact]
    public void Judge_AgainAsTimePasses_EndsWithTheListAndWithTheCertificate()
    {
        var client = _root.Client("politie", TwoPartners.PolitieOin, until: _clock.Now.AddHours(2));
        var trust = Trust(List(_root, from: _clock.Now));
        Assert.Null(trust.Judge(client).Refusal);
        Assert.Null(trust.Judge(_client).Refusal);

        _clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(HandshakeRefusal.Expired, trust.Judge(client).Refusal);
        Assert.Null(trust.Judge(_client).Refusal);

        _clock.Advance(TimeSpan.FromHours(22));
        Assert.Equal(HandshakeRefusal.RevocationUnknown, trust.Judge(_client).Refusal);
    }

    [Fact]
    public void Judge_Again_IsRememberedPerConnection()
    {
        var trust = Trust(List(_root));

        Assert.Same(trust.Judge(_client), trust.Judge(_client));
    }

    [Fact]
    public void Replace_NewerList_CountsForCertificatesThatWereAccepted()
    {
        var current = Current(List(_root));
        Assert.Null(current.Value.Judge(_client).Refusal);

        current.Replace(Lists(List(_root, from: _clock.Now, revoked: _client)));

        Assert.Equal(HandshakeRefusal.Revoked, current.Value.Judge(_client).Refusal);
    }

    [Fact]
    public void Replace_ListGoneOrOlder_DoesNotForgetWhatIsRevoked()
    {
        var current = Current(List(_root, from: _clock.Now.AddHours(-1), revoked: _client));
        Assert.Equal(HandshakeRefusal.Revoked, current.Value.Judge(_client).Refusal);

        current.Replace(Lists(List(_root, from: _clock.Now.AddHours(-2))));
        Assert.Equal(HandshakeRefusal.Revoked, current.Value.Judge(_client).Refusal);
        current.Replace(Lists());
        Assert.Equal(HandshakeRefusal.Revoked, current.Value.Judge(_client).Refusal);
        current.Replace(Lists(List(_root, from: _clock.Now.AddHours(1))));
        Assert.Equal(HandshakeRefusal.Revoked, current.Value.Judge(_client).Refusal);

        _clock.Advance(Day);
        current.Replace(Lists());
        Assert.Equal(HandshakeRefusal.RevocationUnknown, current.Value.Judge(_client).Refusal);
    }

    [Fact]
    public void Replace_ListGone_KeepsAcceptingUntilItIsTooOldOnly()
    {
        var current = Current(List(_root, from: _clock.Now));
        Assert.Null(current.Value.Judge(_client).Refusal);
        current.Replace(Lists());

        _clock.Advance(Day);
        Assert.Null(current.Value.Judge(_client).Refusal);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HandshakeRefusal.RevocationUnknown, current.Value.Judge(_client).Refusal);
    }

    [Fact]
    public void Replace_CaTakenOut_RefusesWhatItIssued()
    {
        var other = DevAuthority.Root("Other", _clock);
        var current = new CurrentTrust(new TrustBundle([_root.Certificate, other.Certificate], _clock), Lists(List(_root), List(other)), _clock);
        Assert.Null(current.Value.Judge(_client).Refusal);

        current.Replace(new TrustBundle([other.Certificate], _clock));

        Assert.Equal(HandshakeRefusal.UntrustedIssuer, current.Value.Judge(_client).Refusal);
        Assert.Null(current.Value.Judge(other.Client("om", TwoPartners.OmOin)).Refusal);
    }

    [Fact]
    public void WithoutList_NamesTheCasThatNoListCountsFor()
    {
        var trust = Trust(List(_root, from: _clock.Now));
        Assert.Empty(trust.WithoutList());

        _clock.Advance(Day * 2);
        Assert.Equal(["CN=Root"], trust.WithoutList());
        Assert.Equal(["CN=Root"], Trust().WithoutList());
    }

    private static Revocations Lists(params IReadOnlyList<byte[]> lists) => new(
        [.. lists.Select(der =>
        {
            Assert.True(CrlReader.TryRead(der, out var list, out var fault), fault);
            return list;
        })],
        Day);

    private byte[] List(DevAuthority authority, int number = 1, DateTimeOffset? from = null, DateTimeOffset? until = null, X509Certificate2? revoked = null) =>
        authority.RevocationList(revoked is null ? [] : [revoked], number, from ?? _clock.Now.AddHours(-1), until);

    private Trust Trust(params IReadOnlyList<byte[]> lists) => new(new TrustBundle([_root.Certificate], _clock), Lists(lists), _clock);

    private CurrentTrust Current(params IReadOnlyList<byte[]> lists) => new(new TrustBundle([_root.Certificate], _clock), Lists(lists), _clock);

    private HandshakeRefusal? Judge(params IReadOnlyList<byte[]> lists) => Trust(lists).Judge(_client).Refusal;

    private HandshakeRefusal? Judge(X509Certificate2 client, DevAuthority issuing, params IReadOnlyList<byte[]> lists) =>
        Trust(lists).Judge(client, [issuing.Certificate]).Refusal;
}
