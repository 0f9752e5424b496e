using Exchange.Commands;
using Exchange.Gateway.Contract;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Tests.Contract;

public sealed class RequestRulesTests
{
    private static readonly string Long65 = new('x', 65);

    public static TheoryData<string, Action<V1.OpenCaseRequest>> SpoiltOpenCase => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "partnership", r => r.Partnership = "Amsterdam" },
        { "acting_role", r => r.ActingRole = "" },
        { "acting_role", r => r.ActingRole = Long65 },
        { "acting_role", r => r.ActingRole = "a\nb" },
        { "idempotency_key", r => r.IdempotencyKey = "short12" },
        { "idempotency_key", r => r.IdempotencyKey = Long65 },
        { "idempotency_key", r => r.IdempotencyKey = "key 0001" },
        { "idempotency_key", r => r.IdempotencyKey = "kéy-0001" },
        { "purpose", r => r.Purpose = "" },
        { "subject", r => r.Subject = null },
        { "subject.birthDate", r => r.Subject.BirthDate = new V1.DateValue() },
        { "subject.birthDate", r => r.Subject.BirthDate = new V1.DateValue { Date = new V1.PartialDate() } },
        { "ground", r => r.Ground = "" },
        { "ground", r => r.Ground = new string('x', 257) },
        { "date", r => r.Date = new V1.PartialDate { Year = 2026, Day = 1 } },
        { "date", r => r.Date = new V1.PartialDate { Year = 2026, Month = 0 } },
        { "keep_until", r => r.KeepUntil = null },
        { "keep_until", r => r.KeepUntil = new V1.Date { Year = 2026, Month = 2, Day = 30 } },
        { "keep_until", r => r.KeepUntil = new V1.Date { Year = 2026, Month = 2 } },
        { "team", r => r.Team.Add(r.Team[0]) },
        { "team", r => r.Team.Add(new V1.TeamMember { Partner = "oov", Actor = "a1", Relation = V1.Relation.Member }) },
        { "team", r => r.Team.Add(Enumerable.Range(0, 50).Select(i => new V1.TeamMember { Partner = "oov", Actor = $"b{i}", Relation = V1.Relation.Member })) },
        { "team[0].partner", r => r.Team[0].Partner = "" },
        { "team[0].actor", r => r.Team[0].Actor = new string('x', 129) },
        { "team[0].relation", r => r.Team[0].Relation = V1.Relation.Unspecified },
        { "team[0].relation", r => r.Team[0].Relation = V1.Relation.None },
        { "team[0].relation", r => r.Team[0].Relation = (V1.Relation)9 },
    };

    public static TheoryData<string, Action<V1.ContributeRequest>> SpoiltContribute => new()
    {
        { "case_id", r => r.ClearCase() },
        { "case_id", r => r.CaseId = "" },
        { "case_id", r => r.CaseId = "a/b" },
        { "case_id", r => r.CaseId = Long65 },
        { "alias", r => r.Alias = "K7 QX" },
        { "meeting_id", r => r.MeetingId = "" },
        { "meeting_id", r => r.MeetingId = "a/b" },
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "purpose", r => r.Purpose = Long65 },
        { "contribution", r => r.Contribution = null },
        { "contribution", r => r.Contribution.ClearContent() },
        { "contribution.identity.birthDate", r => r.Contribution.Identity.BirthDate.AgeBand = new V1.AgeBand { Lowest = 18 } },
        { "contribution.identity.birthDate", r => r.Contribution.Identity.BirthDate.Date.Month = 13 },
        { "contribution.identity.birthDate", r => r.Contribution.Identity.BirthDate.Date.Year = 0 },
        { "contribution.identity.address", r => r.Contribution.Identity.Address.District = "Centrum" },
        { "contribution.identity.address", r => r.Contribution.Identity.Address = new V1.AddressValue() },
        { "contribution.household.members", r => r.Contribution.Household = new V1.HouseholdSection { Members = new V1.PersonsValue { Count = 2 } } },
        {
            "contribution.household.members[1].birthDate",
            r => r.Contribution.Household = new V1.HouseholdSection
            {
                Members = new V1.PersonsValue
                {
                    List = new V1.RelatedPersons { Items = { new V1.RelatedPerson { Surname = "a" }, new V1.RelatedPerson { BirthDate = new V1.PartialDate() } } },
                },
            }
        },
        { "contribution.other.category", r => r.Contribution.Other = new V1.GenericSection() },
        { "contribution.other.category", r => r.Contribution.Other = new V1.GenericSection { Category = "identity" } },
        { "contribution.other.fields[0]", r => r.Contribution.Other = Generic(new V1.GenericField { Name = "a" }) },
        { "contribution.other.fields[0].name", r => r.Contribution.Other = Generic(new V1.GenericField { Name = "a b", Text = "x" }) },
        { "contribution.other.fields[0]", r => r.Contribution.Other = Generic(new V1.GenericField { Name = "a", Date = new V1.DateValue { AgeBand = new V1.AgeBand() } }) },
        { "contribution.other.fields", r => r.Contribution.Other = Generic(new V1.GenericField { Name = "a", Text = "x" }, new V1.GenericField { Name = "a", Flag = true }) },
        { "contribution.other.fields", r => r.Contribution.Other = Generic([.. Enumerable.Range(0, 65).Select(i => new V1.GenericField { Name = $"a{i}", Number = 1 })]) },
        { "contribution.ground", r => r.Contribution.Ground = "" },
        { "contribution.handling", r => r.Contribution.Handling = (V1.Handling)9 },
        { "contribution.embargo_until", r => r.Contribution.EmbargoUntil = new Timestamp { Seconds = long.MaxValue } },
        { "contribution.embargo_until", r => r.Contribution.EmbargoUntil = new Timestamp { Seconds = 1_800_000_000, Nanos = -1 } },
        { "contribution.embargo_until", r => r.Contribution.EmbargoUntil = new Timestamp() },
        { "contribution.recipients", r => r.Contribution.Recipients.Add(Enumerable.Repeat("om", 64)) },
        { "contribution.recipients[1]", r => r.Contribution.Recipients.Add("") },
        { "contribution.secrecy_lifted_because", r => r.Contribution.SecrecyLiftedBecause = " " },
        { "contribution.secrecy_lifted_because", r => r.Contribution.SecrecyLiftedBecause = new string('x', 2001) },
        { "contribution.secrecy_lifted_because", r => r.Contribution.SecrecyLiftedBecause = "a\0b" },
        { "contribution.date", r => r.Contribution.Date.Year = 10_000 },
        { "contribution.keep_until", r => r.Contribution.KeepUntil = new V1.Date() },
    };

    public static TheoryData<string, Action<V1.CorrectContributionRequest>> SpoiltCorrectContribution => new()
    {
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "section_id", r => r.SectionId = "" },
        { "section_id", r => r.SectionId = "a/b" },
        { "expected_version", r => r.ExpectedVersion = -1 },
        { "contribution", r => r.Contribution = null },
        { "contribution.ground", r => r.Contribution.Ground = "" },
        { "contribution.keep_until", r => r.Contribution.KeepUntil = null },
    };

    public static TheoryData<string, Action<V1.WithdrawContributionRequest>> SpoiltWithdrawContribution => new()
    {
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "section_id", r => r.SectionId = Long65 },
        { "expected_version", r => r.ExpectedVersion = int.MinValue },
        { "reason", r => r.Reason = "" },
        { "reason", r => r.Reason = " \n" },
        { "reason", r => r.Reason = new string('x', 2001) },
        { "reason", r => r.Reason = "a\0b" },
    };

    public static TheoryData<string, Action<V1.AttachDocumentRequest>> SpoiltAttachDocument => new()
    {
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "section_id", r => r.SectionId = "" },
        { "name", r => r.Name = "" },
        { "name", r => r.Name = new string('x', 256) },
        { "name", r => r.Name = "a/b" },
        { "name", r => r.Name = "a\\b" },
        { "name", r => r.Name = "a\nb" },
        { "media_type", r => r.MediaType = "" },
        { "media_type", r => r.MediaType = "application" },
        { "media_type", r => r.MediaType = "Application/pdf" },
        { "media_type", r => r.MediaType = "application/pdf\n" },
        { "media_type", r => r.MediaType = "text/plain; charset=utf-8" },
        { "size", r => r.Size = 0 },
        { "size", r => r.Size = -1 },
        { "sha256", r => r.Sha256 = Google.Protobuf.ByteString.CopyFrom(new byte[31]) },
        { "chunk", r => r.Chunk = Google.Protobuf.ByteString.CopyFrom([1]) },
    };

    public static TheoryData<string, Action<V1.GetDocumentRequest>> SpoiltGetDocument => new()
    {
        { "purpose", r => r.Purpose = "" },
        { "case_id", r => r.CaseId = "" },
        { "meeting_id", r => r.MeetingId = "a/b" },
        { "document_id", r => r.DocumentId = "" },
    };

    public static TheoryData<string, Action<V1.GetBasisdossierRequest>> SpoiltGetBasisdossier => new()
    {
        { "partnership", r => r.Partnership = Long65 },
        { "purpose", r => r.Purpose = "" },
        { "case_id", r => r.ClearCase() },
        { "meeting_id", r => r.Alias = "K7QX2M9P" },
        { "categories", r => r.Categories.Add(Enumerable.Repeat("identity", 64)) },
        { "categories[1]", r => r.Categories.Add("") },
        { "page_size", r => r.PageSize = -1 },
        { "page_size", r => r.PageSize = 101 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.BreakGlassRequest>> SpoiltBreakGlass => new()
    {
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "case_id", r => r.CaseId = "" },
        { "case_id", r => r.CaseId = "a/b" },
        { "purpose", r => r.Purpose = "" },
        { "reason", r => r.Reason = "Te kort." },
        { "reason", r => r.Reason = "             x             " },
        { "reason", r => r.Reason = new string('x', 2001) },
        { "reason", r => r.Reason = "Er is gevaar.\0" },
        { "minutes", r => r.Minutes = 0 },
        { "minutes", r => r.Minutes = -1 },
        { "minutes", r => r.Minutes = 61 },
    };

    public static TheoryData<string, Action<V1.ReportRecognitionRequest>> SpoiltReportRecognition => new()
    {
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "case_id", r => r.ClearCase() },
        { "case_id", r => r.CaseId = "a/b" },
        { "alias", r => r.Alias = "" },
        { "pseudonym", r => r.Pseudonym = "a/b" },
        { "meeting_id", r => r.MeetingId = "" },
        { "meeting_id", r => r.MeetingId = "meldpunt" },
        { "purpose", r => r.Purpose = "" },
        { "reason", r => r.Reason = "Te kort." },
        { "reason", r => r.Reason = new string('x', 501) },
        { "reason", r => r.Reason = "Door het ongeval.\0" },
    };

    public static TheoryData<string, Action<V1.ListNotificationsRequest>> SpoiltListNotifications => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "page_size", r => r.PageSize = 51 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.ListCasesRequest>> SpoiltListCases => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "acting_role", r => r.ActingRole = "" },
        { "purpose", r => r.Purpose = "" },
        { "meeting_id", r => r.MeetingId = "a/b" },
        { "page_size", r => r.PageSize = -1 },
        { "page_size", r => r.PageSize = 101 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.DescribeAccessRequest>> SpoiltDescribeAccess => new()
    {
        { "acting_role", r => r.ActingRole = Long65 },
        { "purpose", r => r.Purpose = "" },
        { "case_id", r => r.ClearCase() },
        { "case_id", r => r.CaseId = "a/b" },
        { "meeting_id", r => r.Alias = "K7QX2M9P" },
        { "meeting_id", r => r.MeetingId = Long65 },
    };

    public static TheoryData<string, Action<V1.PreviewContributionRequest>> SpoiltPreview => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "purpose", r => r.Purpose = "" },
        { "case_id", r => r.ClearCase() },
        { "meeting_id", r => r.Alias = "K7QX2M9P" },
        { "category", r => r.Category = "" },
        { "category", r => r.Category = Long65 },
        { "ground", r => r.Ground = "" },
        { "ground", r => r.Ground = new string('x', 257) },
        { "handling", r => r.Handling = (V1.Handling)9 },
        { "embargo_until", r => r.EmbargoUntil = new Timestamp() },
        { "recipients", r => r.Recipients.Add(Enumerable.Repeat("om", 64)) },
        { "recipients[1]", r => r.Recipients.Add("") },
    };

    public static TheoryData<string, Action<V1.ListOwnContributionsRequest>> SpoiltListOwn => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "acting_role", r => r.ActingRole = "" },
        { "categories", r => r.Categories.Add(Enumerable.Repeat("identity", 64)) },
        { "categories[1]", r => r.Categories.Add("a\nb") },
        { "page_size", r => r.PageSize = 101 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.PlanRequest>> SpoiltPlan => new()
    {
        { "forum", r => r.Forum = "" },
        { "purpose", r => r.Purpose = "" },
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "starts_at", r => r.StartsAt = null },
        { "starts_at", r => r.StartsAt = new Timestamp { Seconds = -1 } },
        { "ends_at", r => r.EndsAt = null },
        { "ends_at", r => r.EndsAt = r.StartsAt },
        { "ends_at", r => r.EndsAt = new Timestamp { Seconds = r.StartsAt.Seconds - 1 } },
        { "ends_at", r => r.EndsAt = new Timestamp { Seconds = r.StartsAt.Seconds + (31 * 86_400) + 1 } },
        { "attendees", r => r.Attendees.Clear() },
        { "attendees", r => r.Attendees.Add(r.Attendees[0]) },
        { "attendees", r => r.Attendees.Add(Enumerable.Range(0, 199).Select(i => new V1.Attendee { Partner = "oov", Actor = $"b{i}" })) },
        { "attendees[1].partner", r => r.Attendees[1].Partner = "" },
        { "attendees[1].actor", r => r.Attendees[1].Actor = "" },
        { "agenda", r => r.Agenda.Add("case-1") },
        { "agenda", r => r.Agenda.Add(Enumerable.Range(0, 199).Select(i => $"c{i}")) },
        { "agenda[2]", r => r.Agenda.Add("case 3") },
    };

    public static TheoryData<string, Action<V1.CloseRequest>> SpoiltClose => new()
    {
        { "meeting_id", r => r.MeetingId = "" },
        { "purpose", r => r.Purpose = "" },
        { "outcomes", r => r.Outcomes.Add(new V1.CaseOutcome { CaseId = "case-1", State = V1.CaseState.Active }) },
        { "outcomes", r => r.Outcomes.Add(Enumerable.Range(0, 200).Select(i => new V1.CaseOutcome { CaseId = $"c{i}", State = V1.CaseState.Closed })) },
        { "outcomes[0].case_id", r => r.Outcomes[0].CaseId = "" },
        { "outcomes[0].state", r => r.Outcomes[0].State = V1.CaseState.Unspecified },
        { "outcomes[0].state", r => r.Outcomes[0].State = (V1.CaseState)99 },
    };

    public static TheoryData<string, Action<V1.AskSourcesRequest>> SpoiltAskSources => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "acting_role", r => r.ActingRole = "" },
        { "purpose", r => r.Purpose = "" },
        { "case_id", r => r.ClearCase() },
        { "case_id", r => r.CaseId = Long65 },
        { "meeting_id", r => r.Alias = "K7QX2M9P" },
        { "categories", r => r.Categories.Add(Enumerable.Range(0, 64).Select(i => $"c{i}")) },
        { "categories[0]", r => r.Categories[0] = "" },
    };

    public static TheoryData<string, Action<V1.ListRequestsRequest>> SpoiltListRequests => new()
    {
        { "acting_role", r => r.ActingRole = "" },
        { "states", r => r.States.Add(V1.RequestState.Open) },
        { "states", r => r.States.Add(Enumerable.Repeat(V1.RequestState.Open, 64)) },
        { "states[0]", r => r.States[0] = V1.RequestState.Unspecified },
        { "states[1]", r => r.States[1] = (V1.RequestState)9 },
        { "page_size", r => r.PageSize = 101 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.WatchRequestsRequest>> SpoiltWatchRequests => new()
    {
        { "partnership", r => r.Partnership = "Amsterdam" },
        { "acting_role", r => r.ActingRole = Long65 },
        { "resume_token", r => r.ResumeToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.AnswerRequestRequest>> SpoiltAnswerRequest => new()
    {
        { "acting_role", r => r.ActingRole = "" },
        { "idempotency_key", r => r.IdempotencyKey = "" },
        { "request_id", r => r.RequestId = "" },
        { "request_id", r => r.RequestId = "a/b" },
        { "grant", r => r.ClearAnswer() },
        { "grant.until", r => r.Grant.Until = null },
        { "grant.until", r => r.Grant.Until = new Timestamp { Seconds = -1 } },
        { "reason", r => r.Reason = new string('x', 2001) },
        { "reason", r => r.Reason = " " },
        { "reason", r => r.Reason = "a\0b" },
    };

    [Fact]
    public void Check_RequestInOrder_FindsNothing()
    {
        Assert.Empty(RequestRules.Check(Requests.OpenCase()));
        Assert.Empty(RequestRules.Check(Requests.Contribute()));
        Assert.Empty(RequestRules.Check(Requests.CorrectContribution()));
        Assert.Empty(RequestRules.Check(Requests.WithdrawContribution()));
        Assert.Empty(RequestRules.Check(Requests.AttachDocument()));
        Assert.Empty(RequestRules.Check(Requests.GetDocument()));
        Assert.Empty(RequestRules.Check(Requests.GetBasisdossier()));
        Assert.Empty(RequestRules.Check(Requests.Plan()));
        Assert.Empty(RequestRules.Check(Requests.Close()));
        Assert.Empty(RequestRules.Check(Requests.ListCases()));
        Assert.Empty(RequestRules.Check(Requests.DescribeAccess()));
        Assert.Empty(RequestRules.Check(Requests.Preview()));
        Assert.Empty(RequestRules.Check(Requests.ListOwn()));
        Assert.Empty(RequestRules.Check(Requests.AskSources()));
        Assert.Empty(RequestRules.Check(Requests.ListRequests()));
        Assert.Empty(RequestRules.Check(Requests.WatchRequests()));
        Assert.Empty(RequestRules.Check(Requests.AnswerRequest()));
        Assert.Empty(RequestRules.Check(Requests.BreakGlass()));
        Assert.Empty(RequestRules.Check(Requests.ReportRecognition()));
        Assert.Empty(RequestRules.Check(Requests.ListNotifications()));
    }

    [Fact]
    public void Check_LeastThatIsRequired_FindsNothing()
    {
        var contribute = Requests.Contribute();
        contribute.CaseId = "case-1";
        contribute.MeetingId = "";
        contribute.Contribution = new V1.Contribution
        {
            Other = Generic(new V1.GenericField { Name = "a", Text = "x" }),
            Ground = "Wpg art. 16",
            KeepUntil = new V1.Date { Year = 2030, Month = 1, Day = 31 },
        };
        var get = Requests.GetBasisdossier();
        get.Categories.Clear();
        get.PageSize = 0;
        var plan = Requests.Plan();
        plan.Agenda.Clear();
        plan.EndsAt = new Timestamp { Seconds = plan.StartsAt.Seconds + (31 * 86_400) };
        var close = Requests.Close();
        close.Outcomes.Clear();

        Assert.Empty(RequestRules.Check(contribute));
        Assert.Empty(RequestRules.Check(get));
        Assert.Empty(RequestRules.Check(plan));
        Assert.Empty(RequestRules.Check(close));

        var answer = Requests.AnswerRequest();
        (answer.Refuse, answer.Reason) = (new V1.Refuse(), "");
        Assert.Empty(RequestRules.Check(answer));
    }

    [Theory]
    [MemberData(nameof(SpoiltOpenCase))]
    public void Check_OpenCase_NamesTheFieldAtFault(string field, Action<V1.OpenCaseRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.OpenCase(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltContribute))]
    public void Check_Contribute_NamesTheFieldAtFault(string field, Action<V1.ContributeRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.Contribute(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltCorrectContribution))]
    public void Check_CorrectContribution_NamesTheFieldAtFault(string field, Action<V1.CorrectContributionRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.CorrectContribution(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltWithdrawContribution))]
    public void Check_WithdrawContribution_NamesTheFieldAtFault(string field, Action<V1.WithdrawContributionRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.WithdrawContribution(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltAttachDocument))]
    public void Check_AttachDocument_NamesTheFieldAtFault(string field, Action<V1.AttachDocumentRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.AttachDocument(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltGetDocument))]
    public void Check_GetDocument_NamesTheFieldAtFault(string field, Action<V1.GetDocumentRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.GetDocument(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltGetBasisdossier))]
    public void Check_GetBasisdossier_NamesTheFieldAtFault(string field, Action<V1.GetBasisdossierRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.GetBasisdossier(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltReportRecognition))]
    public void Check_ReportRecognition_NamesTheFieldAtFault(string field, Action<V1.ReportRecognitionRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.ReportRecognition(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltBreakGlass))]
    public void Check_BreakGlass_NamesTheFieldAtFault(string field, Action<V1.BreakGlassRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.BreakGlass(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltListNotifications))]
    public void Check_ListNotifications_NamesTheFieldAtFault(string field, Action<V1.ListNotificationsRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.ListNotifications(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltListCases))]
    public void Check_ListCases_NamesTheFieldAtFault(string field, Action<V1.ListCasesRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.ListCases(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltDescribeAccess))]
    public void Check_DescribeAccess_NamesTheFieldAtFault(string field, Action<V1.DescribeAccessRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.DescribeAccess(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltPreview))]
    public void Check_PreviewContribution_NamesTheFieldAtFault(string field, Action<V1.PreviewContributionRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.Preview(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltListOwn))]
    public void Check_ListOwnContributions_NamesTheFieldAtFault(string field, Action<V1.ListOwnContributionsRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.ListOwn(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltAskSources))]
    public void Check_AskSources_NamesTheFieldAtFault(string field, Action<V1.AskSourcesRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.AskSources(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltListRequests))]
    public void Check_ListRequests_NamesTheFieldAtFault(string field, Action<V1.ListRequestsRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.ListRequests(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltWatchRequests))]
    public void Check_WatchRequests_NamesTheFieldAtFault(string field, Action<V1.WatchRequestsRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.WatchRequests(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltAnswerRequest))]
    public void Check_AnswerRequest_NamesTheFieldAtFault(string field, Action<V1.AnswerRequestRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.AnswerRequest(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltPlan))]
    public void Check_Plan_NamesTheFieldAtFault(string field, Action<V1.PlanRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.Plan(), spoil, RequestRules.Check));

    [Theory]
    [MemberData(nameof(SpoiltClose))]
    public void Check_Close_NamesTheFieldAtFault(string field, Action<V1.CloseRequest> spoil) =>
        NamesOnly(field, Spoilt(Requests.Close(), spoil, RequestRules.Check));

    [Fact]
    public void Check_EmptyRequest_NamesEverythingThatIsRequired()
    {
        Assert.Equal(
            ["partnership", "acting_role", "idempotency_key", "case_id", "purpose", "contribution"],
            RequestRules.Check(new V1.ContributeRequest()).Select(v => v.Field));
        Assert.Equal(
            ["partnership", "acting_role", "idempotency_key", "purpose", "forum", "starts_at", "ends_at", "attendees"],
            RequestRules.Check(new V1.PlanRequest()).Select(v => v.Field));
    }

    [Fact]
    public void Check_NeverRepeatsAValue()
    {
        const string secret = "Geheime Naam\0";
        var request = Requests.Contribute();
        request.Partnership = request.ActingRole = request.IdempotencyKey = request.MeetingId = request.Alias = request.Purpose = secret;
        request.Contribution.Ground = request.Contribution.SecrecyLiftedBecause = secret;
        request.Contribution.Recipients[0] = secret;
        request.Contribution.Other = Generic(new V1.GenericField { Name = secret, Text = secret });
        request.Contribution.Other.Category = secret;

        var found = RequestRules.Check(request);

        Assert.Equal(11, found.Count);
        Assert.DoesNotContain(found, v => (v.Field + v.Description).Contains("Geheime", StringComparison.Ordinal));
    }

    private static V1.GenericSection Generic(params V1.GenericField[] fields) => new() { Category = "extra", Fields = { fields } };

    private static IReadOnlyList<FieldViolation> Spoilt<T>(T request, Action<T> spoil, Func<T, IReadOnlyList<FieldViolation>> check)
    {
        spoil(request);
        return check(request);
    }

    private static void NamesOnly(string field, IReadOnlyList<FieldViolation> found) => Assert.Equal(field, Assert.Single(found).Field);
}
