using System.Text;
using Exchange.Audit.V1;
using Exchange.Dossiers;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Exchange.Gateway.Tests.Identity;
using Exchange.Keys;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Covenants;

/// <summary>A version of the covenant is proposed, signed by everybody who must, activated by another, and decides.</summary>
public sealed class CovenantServiceTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private RunningGateway _gateway = null!;

    private Person Jurist => _gateway.Person("oov", "o.jurist", "jurist");

    private Person Colleague => _gateway.Person("om", "om.jurist", "jurist");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(_clock);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Version_ProposedSignedAndActivatedByAnother_DecidesTheNextCall()
    {
        var lead = _gateway.Person("politie", "p.lead", "regisseur");
        var known = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new TeamMember("politie", "p.lead", Consent.Relation.Lead));
        Assert.Contains("police", (await lead.GetAsync(lead.Asking("regie", known.Id.Value))).Sections.Select(s => s.Category));
        var text = Amendment.Text("2019.1", ("\narticles:\n", "\narticles:\n  - { id: \"99\", text: De politie ziet haar eigen gegevens hier niet., cap: none, categories: [police], to: { partner: politie, relation: lead }, for: [regie] }\n"));

        var digest = await Amendment.ProposeAsync(Jurist, text);
        var proposed = (await Amendment.ListAsync(Jurist)).Versions.Single(v => v.Version == "2019.1");
        Assert.Equal((false, 3, 0), (proposed.InForce, proposed.Signatories.Count, proposed.Signatories.Count(s => s.Signed)));
        var amendment = new Amendment(_gateway, digest, proposed.Replaces.ToByteArray());
        Assert.Equal(_gateway.Covenant.Digest.ToArray(), amendment.Replaces);
        foreach (var signer in Amendment.Signers(_gateway))
            await Amendment.SignAsync(signer, amendment.Signing(signer));
        var activated = await Amendment.ActivateAsync(Colleague, digest);

        Assert.True(activated.InForce && activated.Signatories.All(s => s.Signed));
        Assert.DoesNotContain("police", (await lead.GetAsync(lead.Asking("regie", known.Id.Value))).Sections.Select(s => s.Category));
        Assert.Equal(text, (await Amendment.GetAsync(Jurist)).Text.ToByteArray());
        var entries = _gateway.Entries();
        Assert.Equal(digest, entries[^2].CovenantDigest.ToByteArray());
        Assert.Equal(digest, entries.Single(e => e.CovenantActivated is { Replaces.IsEmpty: false }).CovenantActivated.Digest.ToByteArray());
        Assert.Equal(3, entries.Count(e => e is { EventCase: Entry.EventOneofCase.CovenantSigned, Outcome: Outcome.Done, Evidence: not null }));
        Assert.Empty((await VerifyAsync()).Differences);

        // The file that the configuration names is the old one, and counts for nothing.
        await _gateway.RestartAsync();
        Assert.Equal("2019.1", _gateway.Covenant.Version);
        Assert.DoesNotContain("police", (await lead.GetAsync(lead.Asking("regie", known.Id.Value))).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task Activate_WithoutEverySignature_NamesWhoIsMissingAndChangesNothing()
    {
        var digest = await Amendment.ProposeAsync(Jurist, Amendment.Text("2019.1"));
        var amendment = new Amendment(_gateway, digest, _gateway.Covenant.Digest.ToArray());
        await Amendment.SignAsync(Jurist, amendment.Signing(Jurist));

        var error = await Assert.ThrowsAnyAsync<RpcException>(() => Amendment.ActivateAsync(Colleague, digest));

        var (_, reason, fields) = await RichErrors.RefusalOf(Task.FromException(error));
        Assert.Equal(("COVENANT_NOT_SIGNED", 2), (reason, fields.Count));
        await AssertStillAsync("2018.2");
    }

    [Fact]
    public async Task Activate_ByWhoProposedIt_IsNotAllowed()
    {
        var amendment = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.1"));

        await RefusedAsync("ACT_NOT_ALLOWED", Amendment.ActivateAsync(Jurist, amendment.Digest));

        // The same name at another organisation is somebody else.
        Assert.True((await Amendment.ActivateAsync(Colleague with { Actor = Jurist.Actor }, amendment.Digest)).InForce);
    }

    [Fact]
    public async Task Sign_WithAKeyTypeVersionOrReplacementThatIsAnother_IsRefused()
    {
        var digest = await Amendment.ProposeAsync(Jurist, Amendment.Text("2019.1"));
        var other = await Amendment.ProposeAsync(Jurist, Amendment.Text("2019.2"));
        var amendment = new Amendment(_gateway, digest, _gateway.Covenant.Digest.ToArray());

        await RefusedAsync("SIGNATURE_INVALID", Amendment.SignAsync(Jurist, amendment.Signing(Jurist, keyOf: "politie")));
        await RefusedAsync("SIGNATURE_INVALID", Amendment.SignAsync(Jurist, amendment.Signing(Jurist, replaces: other)));
        await RefusedAsync("SIGNATURE_INVALID", Amendment.SignAsync(Jurist, amendment.Signing(Jurist, type: "exchange.v1.SignRequest+jws")));
        var ofOther = amendment.Signing(Jurist, digest: other);
        ofOther.Digest = Google.Protobuf.ByteString.CopyFrom(digest);
        await RefusedAsync("SIGNATURE_INVALID", Amendment.SignAsync(Jurist, ofOther));
        var elsewhere = amendment.Signing(Jurist);
        elsewhere.Signature = _gateway.Pki.Parties[Jurist.Controller].Requests.SignAs(
            Exchange.Commands.CovenantStatement.Type, Exchange.Commands.CovenantStatement.Of(new Consent.PartnershipId("rotterdam"), digest, amendment.Replaces));
        await RefusedAsync("SIGNATURE_INVALID", Amendment.SignAsync(Jurist, elsewhere));

        var stranger = _gateway.Person("ggd", "g.jurist", "caseworker");
        await RefusedAsync("ROLE_NOT_IN_TOKEN", Amendment.SignAsync(stranger, amendment.Signing(stranger)));
        Assert.DoesNotContain((await Amendment.ListAsync(Jurist)).Versions.SelectMany(v => v.Signatories), s => s.Signed);
        await AssertStillAsync("2018.2");
    }

    [Fact]
    public async Task Version_WhoseSignaturesWereForAnotherReplacement_HasToBeSignedAgain()
    {
        var first = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.1"));
        var second = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.2"));
        await Amendment.ActivateAsync(Colleague, second.Digest);

        await RefusedAsync("COVENANT_NOT_SIGNED", Amendment.ActivateAsync(Colleague, first.Digest));
        await RefusedAsync("COVENANT_ALREADY_ACTIVATED", Amendment.ActivateAsync(Colleague, second.Digest));
        await RefusedAsync("COVENANT_ALREADY_ACTIVATED", Amendment.ActivateAsync(Colleague, first.Replaces));
        await AssertStillAsync("2019.2");

        var again = first with { Replaces = second.Digest };
        foreach (var signer in Amendment.Signers(_gateway))
            await Amendment.SignAsync(signer, again.Signing(signer));
        await Amendment.ActivateAsync(Colleague, first.Digest);
        await AssertStillAsync("2019.1");
    }

    [Fact]
    public async Task Version_OfALaterDay_DecidesFromThatDayOn()
    {
        var amendment = await Amendment.AgreedAsync(_gateway, Amendment.Text("2026.2", ("inForce: { from: 2018-07-01 }", "inForce: { from: 2026-03-04 }")));

        Assert.False((await Amendment.ActivateAsync(Colleague, amendment.Digest)).InForce);

        await AssertStillAsync("2018.2");
        _clock.Now = new DateTimeOffset(2026, 3, 3, 22, 59, 59, TimeSpan.Zero); // a second before midnight in Amsterdam
        await AssertStillAsync("2018.2");
        _clock.Now = _clock.Now.AddSeconds(1);
        await AssertStillAsync("2026.2");
        var versions = (await Amendment.ListAsync(Jurist)).Versions;
        Assert.Equal(["2026.2"], versions.Where(v => v.InForce).Select(v => v.Version));
        await _gateway.RestartAsync();
        await AssertStillAsync("2026.2");
    }

    [Theory]
    [InlineData("signatories: [gemeente-amsterdam, politie, om]", "signatories: []")]
    [InlineData("signatories: [gemeente-amsterdam, politie, om]", "signatories: [gemeente-amsterdam, ggd]")] // no jurist there
    [InlineData("categories: [identity, contact, household, residence, signals]", "categories: [sterrenbeeld]")]
    [InlineData("expect: { identity: anonymised, police: none }", "expect: { identity: full, police: none }")]
    [InlineData("title: Convenant", "title: &a Convenant")]
    [InlineData("title: Convenant", "niets: *a\ntitle: Convenant")]
    [InlineData("      surname: { type: text }", "      surname: { type: date }")]
    public async Task Propose_WhatCouldNotComeIntoForce_SaysWhyAndKeepsNothing(string old, string bad)
    {
        var error = await Assert.ThrowsAnyAsync<RpcException>(() => Amendment.ProposeAsync(Jurist, Amendment.Text("2019.1", (old, bad))));

        var (_, reason, fields) = await RichErrors.RefusalOf(Task.FromException(error));
        Assert.Equal("COVENANT_INVALID", reason);
        Assert.All(fields, f => Assert.True(f is "text" or ""));
        Assert.Single((await Amendment.ListAsync(Jurist)).Versions);
        await AssertStillAsync("2018.2");
    }

    [Fact]
    public async Task Propose_Huge_IsRefusedBeforeItIsRead()
    {
        var text = Amendment.Text("2019.1");
        var large = text.Concat(Encoding.UTF8.GetBytes("\n#".PadRight(1_000_001 - text.Length, 'x'))).ToArray();
        await RefusedAsync("FIELD_INVALID", Amendment.ProposeAsync(Jurist, large));
        var huge = await Assert.ThrowsAnyAsync<RpcException>(() => Amendment.ProposeAsync(Jurist, new byte[10_000_000]));
        Assert.Equal(StatusCode.ResourceExhausted, huge.StatusCode);
        await AssertStillAsync("2018.2");
    }

    [Fact]
    public async Task Propose_TheSameBytesAgain_ChangesNothingAndKeepsWhoCameFirst()
    {
        var amendment = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.1"));

        Assert.Equal(amendment.Digest, await Amendment.ProposeAsync(Colleague, Amendment.Text("2019.1")));

        Assert.Equal(2, (await Amendment.ListAsync(Jurist)).Versions.Count);
        Assert.Equal(Outcome.Repeated, _gateway.Entries()[^2].Outcome);
        await RefusedAsync("ACT_NOT_ALLOWED", Amendment.ActivateAsync(Jurist, amendment.Digest));
        Assert.True((await Amendment.ActivateAsync(Colleague, amendment.Digest)).InForce);
    }

    [Fact]
    public async Task Anybody_WhoIsNoJurist_ProposesSignsAndActivatesNothing()
    {
        var coordinator = _gateway.Person("oov", "o.coordinator", "coordinator");
        var request = Amendment.Proposing(Amendment.Text("2019.1"));
        request.ActingRole = coordinator.Role;
        await RefusedAsync("ACT_NOT_ALLOWED", Amendment.Client(coordinator).ProposeAsync(request, coordinator.Headers(), cancellationToken: Stop).ResponseAsync);
        await RefusedAsync("ACT_NOT_ALLOWED", Amendment.ListAsync(coordinator));
        await RefusedAsync("ACT_NOT_ALLOWED", Amendment.GetAsync(coordinator));
        Assert.Equal("2018.2", (await Amendment.GetAsync(_gateway.Person("oov", "o.fg", "fg"))).Version.Version);
    }

    [Theory]
    [InlineData("DELETE FROM covenant_signatures WHERE oin = '00000004000000000002'")]
    [InlineData("DROP TRIGGER covenant_signatures_stay; UPDATE covenant_signatures SET jws = (SELECT jws FROM covenant_signatures WHERE oin = '00000001000000000102') WHERE oin = '00000004000000000002'")]
    [InlineData("DROP TRIGGER covenant_versions_stay; UPDATE covenant_versions SET text = (SELECT text FROM covenant_versions WHERE version = '2018.2') WHERE version = '2019.1'")]
    [InlineData("DROP TRIGGER covenant_activations_stay; UPDATE covenant_activations SET replaces = NULL WHERE number = 2")]
    public async Task Start_OnAVersionThatDoesNotVerify_Fails(string tampering)
    {
        var amendment = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.1"));
        await Amendment.ActivateAsync(Colleague, amendment.Digest);
        await using (var records = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False"))
        {
            await records.OpenAsync(Stop);
            await using var command = records.CreateCommand();
            command.CommandText = tampering;
            await command.ExecuteNonQueryAsync(Stop);
        }

        if (!tampering.StartsWith("DELETE FROM covenant_signatures", StringComparison.Ordinal))
            Assert.NotEmpty((await VerifyAsync()).Differences);
        var failed = await Assert.ThrowsAsync<ConfigurationException>(() => _gateway.RestartAsync());
        Assert.Contains("does not verify", failed.Message, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(string reason, Task call) => Assert.Equal(reason, (await RichErrors.RefusalOf(call)).Reason);

    private async Task AssertStillAsync(string version) => Assert.Equal(version, (await Amendment.GetAsync(Jurist)).Version.Version);

    private Task<Exchange.Commands.StateVerification> VerifyAsync()
    {
        var services = _gateway.App.Services;
        return new Exchange.Commands.StateVerifier(
            services.GetRequiredService<Exchange.Audit.ILogStore>(),
            services.GetRequiredService<Exchange.Audit.ILogIndex>(),
            services.GetRequiredService<IDossierStore>(),
            services.GetRequiredService<Sealing>(),
            services.GetRequiredService<BlindIndex>()).VerifyAsync(_gateway.Partnership, Stop);
    }
}
