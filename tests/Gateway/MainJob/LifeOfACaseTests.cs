using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;

namespace Exchange.Gateway.Tests.MainJob;

/// <summary>From a signal to the regisseur's screen, over the wire and with nothing but the contract.</summary>
public sealed class LifeOfACaseTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Case_IsOpenedWeighedTakenUpAndRetrieved_AndEveryStepIsOnTheLog()
    {
        var coordinator = _gateway.Person("oov", "o.coordinator", "coordinator");
        var police = _gateway.Person("politie", "p.weger", "caseworker");
        var lead = _gateway.Person("ggd", "g.regisseur", "regisseur");
        var now = _gateway.Time.GetUtcNow();

        // The Meldpunt opens a case on a signal, and sees it there; nobody else does.
        var caseId = (await OpenAsync(coordinator)).CaseId;
        var atMeldpunt = await coordinator.GetAsync(coordinator.Asking("casusoverleg", caseId, meeting: "meldpunt"));
        Assert.Equal(Samples.Surname, Assert.Single(atMeldpunt.Sections).Identity.Surname);
        Assert.Equal("CASE_NOT_FOUND", (await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", caseId)))).Reason);

        // The Voorportaal weighs it; the police bring what they know, and see it back.
        var voorportaal = await coordinator.PlanAsync("casusoverleg", "voorportaal", now.AddMinutes(-1), [coordinator, police], caseId);
        await ContributeAsync(police, caseId, voorportaal.MeetingId);
        var weighed = await police.GetAsync(police.Asking("casusoverleg", caseId, meeting: voorportaal.MeetingId));
        Assert.Equal(["identity", "police"], weighed.Sections.Select(s => s.Category));
        await CloseAsync(coordinator, "casusoverleg", voorportaal.MeetingId, caseId, CaseState.Weighed);
        Assert.Equal("MEETING_NOT_OPEN", (await RichErrors.RefusalOf(police.GetAsync(police.Asking("casusoverleg", caseId, meeting: voorportaal.MeetingId)))).Reason);

        // The Regieoverleg takes it up; from then on it is the regisseur's.
        var regieoverleg = await coordinator.PlanAsync("regie", "regieoverleg", now.AddMinutes(-1), [coordinator, police], caseId);
        await CloseAsync(coordinator, "casusoverleg", regieoverleg.MeetingId, caseId, CaseState.Active);
        var dossier = await lead.GetAsync(lead.Asking("regie", caseId));
        Assert.Equal(caseId, dossier.CaseId);
        Assert.Equal(Level.Full, dossier.View);

        // The police named no recipient when they contributed, so they must be asked first.
        Assert.Equal(["identity"], dossier.Sections.Select(s => s.Category));
        Assert.Equal("5.1", dossier.Sections[0].Article);
        Assert.Equal("regie", dossier.Sections[0].Obligations.Purpose);

        Assert.Subset(
            _gateway.Entries().Select(e => e.EventCase).ToHashSet(),
            new HashSet<Entry.EventOneofCase>
            {
                Entry.EventOneofCase.CovenantActivated,
                Entry.EventOneofCase.CaseOpened,
                Entry.EventOneofCase.MeetingPlanned,
                Entry.EventOneofCase.SectionContributed,
                Entry.EventOneofCase.MeetingClosed,
                Entry.EventOneofCase.DossierRead,
            });
        Assert.True(LogVerifier.Verify(Samples.Log(_gateway), _gateway.Partnership, TestContext.Current.CancellationToken).IsSound);
    }

    private async Task<OpenCaseResponse> OpenAsync(Person person)
    {
        var request = new OpenCaseRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = person.Role,
            Purpose = "casusoverleg",
            IdempotencyKey = Dossiers.RandomId.Create(),
            Subject = new IdentitySection { FirstNames = "Anna", Surname = Samples.Surname, Bsn = Samples.Bsn },
            Ground = _gateway.Covenant.GroundsFor("oov", "identity")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
            Team = { new TeamMember { Partner = "ggd", Actor = "g.regisseur", Relation = Relation.Lead } },
        };
        return await person.Dossiers.OpenCaseAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task ContributeAsync(Person person, string caseId, string meeting)
    {
        var request = new ContributeRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = person.Role,
            Purpose = "casusoverleg",
            IdempotencyKey = Dossiers.RandomId.Create(),
            CaseId = caseId,
            MeetingId = meeting,
            Contribution = new Contribution
            {
                Police = new PoliceSection { IncidentKind = "bedreiging", Narrative = "Verzonnen melding." },
                Ground = "Wpg art. 16",
                KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
            },
        };
        await person.Dossiers.ContributeAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task CloseAsync(Person person, string purpose, string meeting, string caseId, CaseState state) =>
        await person.Meetings.CloseAsync(
            new CloseRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = person.Role,
                Purpose = purpose,
                MeetingId = meeting,
                Outcomes = { new CaseOutcome { CaseId = caseId, State = state } },
            },
            person.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
}
