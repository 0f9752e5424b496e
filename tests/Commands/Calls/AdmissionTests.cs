using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Calls;

public sealed class AdmissionTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Call _call;

    public AdmissionTests() => _call = _installation.Person("politie", "agent-1", "regisseur", "caseworker").Call();

    private Outcome<Caller> Caller(string unit = "politie", params string[] roles) => new Caller(_call.Oin!, unit, "agent-1", roles.Length > 0 ? roles : ["regisseur"]);

    [Fact]
    public async Task AdmitAsync_ListedRole_GivesTheCallerAndWritesNothing()
    {
        Admitted? admitted = null;

        var entries = await _installation.EntriesOfAsync(async () => admitted = (await AdmitAsync(_call)).Value);

        Assert.Empty(entries);
        Assert.NotNull(admitted);
        Assert.Equal(("politie", "politie", "agent-1", "regisseur"), (admitted.Controller, admitted.Partner, admitted.Actor, admitted.Role));
        Assert.Equal(["regisseur", "caseworker"], admitted.Roles);
    }

    [Fact]
    public async Task AdmitSignedAsync_WithoutSignature_IsRefusedAfterEverythingElse()
    {
        Outcome<SignedRequest> unsigned = new Refusal(RefusalReason.SignatureMissing, "The call needs a signature.");
        var admission = _installation.Get<Admission>();

        var entries = await _installation.EntriesOfAsync(async () =>
        {
            Refused.As(RefusalReason.SignatureMissing, await admission.AdmitSignedAsync(_call, unsigned));
            Refused.As(RefusalReason.FieldUnknown, await admission.AdmitSignedAsync(_call with { HasUnknownFields = true }, unsigned));
            Refused.As(RefusalReason.RoleNotInToken, await admission.AdmitSignedAsync(_call with { ActingRole = "jurist" }, unsigned));
        });

        Assert.Equal(["SIGNATURE_MISSING", "FIELD_UNKNOWN", "ROLE_NOT_IN_TOKEN"], entries.Select(e => e.Reason));
        Assert.All(entries, e => Assert.Equal(_call.Method, e.CallRefused.Method));
    }

    [Fact]
    public async Task AdmitSignedAsync_Signed_GivesCallerAndRequest()
    {
        var signed = new SignedRequest("request"u8.ToArray(), "e30..c2ln", "key-1", "key"u8.ToArray());
        var admitted = (await _installation.Get<Admission>().AdmitSignedAsync(_call, signed)).Value!;
        Assert.Equal("politie", admitted.Caller.Partner);
        Assert.Same(signed, admitted.Signed);
    }

    [Theory]
    [InlineData("brandweer", "brandweer", "jurist", null)]
    [InlineData("brandweer", "brandweer", "caseworker", RefusalReason.RoleNotListed)]
    [InlineData("ggd", "brandweer", "jurist", RefusalReason.PartnershipNotFound)] // by a name that somebody has
    [InlineData("brandweer", "wpi", "jurist", RefusalReason.PartnershipNotFound)]
    public async Task AdmitAsync_OrganisationThatOnlyAProposedVersionKnows_IsAdmittedForThatVersionAlone(
        string controller, string partner, string role, RefusalReason? refusal)
    {
        const string oin = "00000001000000000999";
        var added = $"  {partner}: {{ name: Brandweer, controller: {controller}, circle: wide, roles: [jurist] }}\n";
        var removed = partner == "wpi" ? "  wpi: " : controller == "ggd" ? "  ggd: { name: GGD Amsterdam, oin: \"00000001000000000107\" }\n" : "";
        var text = System.Text.RegularExpressions.Regex.Replace(
            Encoding.UTF8.GetString(Repository.TextOf(_installation.Covenant).Span), removed.Length > 0 ? "(?m)^" + System.Text.RegularExpressions.Regex.Escape(removed) + (partner == "wpi" ? ".*\n" : "") : "$^", "")
            .Replace("\ncontrollers:", $"\ncontrollers:\n  {controller}: {{ name: Brandweer, oin: \"{oin}\" }}\n#", StringComparison.Ordinal)
            .Replace("\npartners:\n", "\npartners:\n" + added, StringComparison.Ordinal);
        var proposed = Consent.Covenant.Load(Encoding.UTF8.GetBytes(text));
        Assert.True(proposed.Covenant is not null, string.Join('\n', proposed.Mistakes));
        await _installation.Get<BeginCovenant>().HandleAsync(_installation.Partnership, TestContext.Current.CancellationToken);
        await _installation.ApplyAsync(new Dossiers.CovenantProposed(
            new Dossiers.KeptCovenant(proposed.Covenant.Digest, "c", "2", new DateOnly(2026, 1, 1), null, [], _installation.Clock.Now, null),
            Encoding.UTF8.GetBytes(text)));
        var call = _call with { Oin = oin, Caller = new Caller(oin, partner, "jurist-1", [role]), ActingRole = role };

        Refused.As(RefusalReason.PartnershipNotFound, await AdmitAsync(call));
        Refused.As(RefusalReason.PartnershipNotFound, await AdmitAsync(call with { Proposed = new byte[32] }));
        var outcome = await AdmitAsync(call with { Proposed = proposed.Covenant.Digest });
        Assert.Equal(refusal, outcome.Refusal?.Reason);
        if (refusal is null)
            Assert.Equal((controller, partner, oin, _installation.Covenant.Version), (outcome.Value!.Controller, outcome.Value.Partner, outcome.Value.Oin, outcome.Value.Covenant.Version));
    }

    [Fact]
    public async Task AdmitAsync_UnitOfTheSameController_GivesThatUnit()
    {
        var oov = _installation.Person("oov", "medewerker-1", "coordinator");
        var call = oov.Call() with { Caller = new Caller(oov.Oin, "wpi", "medewerker-1", ["regisseur"]), ActingRole = "regisseur" };

        var admitted = (await AdmitAsync(call)).Value;

        Assert.Equal(("gemeente-amsterdam", "wpi"), (admitted?.Controller, admitted?.Partner));
    }

    [Theory]
    [InlineData("amsterdam", "00000009999999999999")]
    [InlineData("elders", "00000004000000000002")]
    [InlineData("", "00000004000000000002")]
    [InlineData("Niet een naam!", "00000004000000000002")]
    public async Task AdmitAsync_OinOfNobodyInThePartnership_FindsNoPartnershipAndWritesNothing(string partnership, string oin)
    {
        var call = _call with { Partnership = partnership, Oin = oin, Caller = new Caller(oin, "politie", "agent-1", ["regisseur"]) };

        var entries = await _installation.EntriesOfAsync(async () => Refused.As(RefusalReason.PartnershipNotFound, await AdmitAsync(call)));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task AdmitAsync_OinOfNobodyWithABadToken_TellsOfTheTokenAndWritesNothing()
    {
        var call = _call with { Oin = "00000009999999999999", Caller = new Refusal(RefusalReason.TokenExpired, "The token has ended.") };

        var entries = await _installation.EntriesOfAsync(async () => Refused.As(RefusalReason.TokenExpired, await AdmitAsync(call)));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task AdmitAsync_NoOin_IsRefusedAndWritesNothing()
    {
        var entries = await _installation.EntriesOfAsync(async () => Refused.As(RefusalReason.CertificateNotAccepted, await AdmitAsync(_call with { Oin = null })));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task AdmitAsync_BadTokenOfAKnownController_LeavesAnEntryWithoutActor()
    {
        var call = _call with { Caller = new Refusal(RefusalReason.TokenNotBound, "The token is not bound to this certificate.") };

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.TokenNotBound, () => AdmitAsync(call));

        Assert.Equal(("politie", "", ""), (entry.Caller.Controller, entry.Caller.Partner, entry.Caller.Role));
        Assert.Null(entry.Caller.Actor);
        Assert.Equal(call.Method, entry.CallRefused.Method);
    }

    [Theory]
    [InlineData("oov")]
    [InlineData("nobody")]
    public async Task AdmitAsync_UnitOfAnotherController_LeavesAnEntryUnderTheCertificatesController(string unit)
    {
        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.UnitNotListed, () => AdmitAsync(_call with { Caller = Caller(unit) }));

        Assert.Equal(("politie", ""), (entry.Caller.Controller, entry.Caller.Partner));
        Assert.Equal("agent-1", Encoding.UTF8.GetString(_installation.Open(entry.Caller.Actor)));
    }

    [Fact]
    public async Task AdmitAsync_RoleThatTheTokenDoesNotList_IsRefusedWithAnEntry()
    {
        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.RoleNotInToken, () => AdmitAsync(_call with { ActingRole = "analyst" }));

        Assert.Equal(("politie", "analyst"), (entry.Caller.Partner, entry.Caller.Role));
    }

    [Fact]
    public async Task AdmitAsync_RoleThatTheCovenantDoesNotListForThePartner_IsRefusedWithAnEntry()
    {
        var call = _call with { ActingRole = "secretary", Caller = Caller("politie", "secretary") };

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.RoleNotListed, () => AdmitAsync(call));

        Assert.Equal("politie", entry.Caller.Partner);
    }

    [Fact]
    public async Task AdmitAsync_MadeUpRole_DoesNotReachTheLog()
    {
        const string madeUp = "Jan-Modaal-uit-de-Dorpsstraat";

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.RoleNotInToken, () => AdmitAsync(_call with { ActingRole = madeUp }));

        Assert.DoesNotContain(madeUp, Encoding.UTF8.GetString(entry.ToByteArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdmitAsync_UnknownFields_AreRefusedWithAnEntry() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.FieldUnknown, () => AdmitAsync(_call with { HasUnknownFields = true }));

    [Fact]
    public async Task AdmitAsync_FormViolations_AreNamedAndLeaveAnEntry()
    {
        var call = _call with { FormViolations = [new FieldViolation("purpose", "must be 1 to 64 characters")] };
        Refusal? refusal = null;

        await Refused.WithOneEntryAsync(_installation, RefusalReason.FieldInvalid, async () =>
        {
            var outcome = await AdmitAsync(call);
            refusal = outcome.Refusal;
            return outcome;
        });

        Assert.Equal(call.FormViolations, refusal!.Fields);
    }

    [Fact]
    public async Task AdmitAsync_RefusalThatCannotBeLogged_IsThatTheLogIsUnavailable()
    {
        _installation.Faults.LogUnwritable = true;

        Refused.As(RefusalReason.LogUnavailable, await AdmitAsync(_call with { ActingRole = "analyst" }));
    }

    [Fact]
    public async Task AdmitAsync_Refused_KeepsTheTrace()
    {
        var trace = new string('a', 32);

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.FieldUnknown, () => AdmitAsync(_call with { HasUnknownFields = true, TraceId = trace }));

        Assert.Equal(trace, entry.TraceId);
        Assert.Equal(Entry.EventOneofCase.CallRefused, entry.EventCase);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Outcome<Admitted>> AdmitAsync(Call call) => _installation.Get<Admission>().AdmitAsync(call);
}
