using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Tests.Contract;

/// <summary>A request of each kind that is in order, to be spoilt by tests.</summary>
internal static class Requests
{
    public static V1.OpenCaseRequest OpenCase() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "coordinator",
        IdempotencyKey = "key-0001",
        Purpose = "casusoverleg",
        Subject = new V1.IdentitySection { Surname = "Persoon", Bsn = "999990019" },
        Ground = "AVG art. 6(1)(e)",
        Date = new V1.PartialDate { Year = 2026 },
        KeepUntil = new V1.Date { Year = 2030, Month = 1, Day = 31 },
        Team = { new V1.TeamMember { Partner = "oov", Actor = "a1", Relation = V1.Relation.Lead } },
    };

    public static V1.ContributeRequest Contribute() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "regisseur",
        IdempotencyKey = "key-0002",
        Alias = "K7QX2M9P",
        MeetingId = "abcDEF-_123",
        Purpose = "casusoverleg",
        Contribution = new V1.Contribution
        {
            Identity = new V1.IdentitySection
            {
                Surname = "Persoon",
                BirthDate = new V1.DateValue { Date = new V1.PartialDate { Year = 1970, Month = 5 } },
                Address = new V1.AddressValue { Address = new V1.Address { City = "Amsterdam" } },
            },
            Ground = "Wpg art. 16",
            Handling = V1.Handling.AskSource,
            EmbargoUntil = new Timestamp { Seconds = 1_800_000_000 },
            Recipients = { "om" },
            SecrecyLiftedBecause = "Toestemming.\nBesproken op 1 maart.",
            Date = new V1.PartialDate { Year = 2026, Month = 2, Day = 28 },
            KeepUntil = new V1.Date { Year = 2030, Month = 1, Day = 31 },
        },
    };

    public static V1.CorrectContributionRequest CorrectContribution() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "regisseur",
        IdempotencyKey = "key-0003",
        SectionId = "0123456789abcdefghijkl",
        Contribution = Contribute().Contribution,
    };

    public static V1.WithdrawContributionRequest WithdrawContribution() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "regisseur",
        IdempotencyKey = "key-0004",
        SectionId = "0123456789abcdefghijkl",
        ExpectedVersion = 1,
        Reason = "Verkeerde persoon.\nGemeld op 1 maart.",
    };

    public static V1.AttachDocumentRequest AttachDocument() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "regisseur",
        IdempotencyKey = "key-0005",
        SectionId = "0123456789abcdefghijkl",
        Name = "Brief van 1 maart.pdf",
        MediaType = "application/vnd.oasis.opendocument.text",
        Size = 1,
        Sha256 = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
    };

    public static V1.GetDocumentRequest GetDocument() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "regisseur",
        Purpose = "regie",
        CaseId = "0123456789abcdefghijkl",
        DocumentId = "0123456789abcdefghijkl",
    };

    public static V1.GetBasisdossierRequest GetBasisdossier() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Purpose = "casusoverleg",
        CaseId = "0123456789abcdefghijkl",
        Categories = { "identity" },
        PageSize = 100,
    };

    public static V1.ListCasesRequest ListCases() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Purpose = "casusoverleg",
        MeetingId = "meldpunt",
        PageSize = 100,
    };

    public static V1.DescribeAccessRequest DescribeAccess() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Purpose = "casusoverleg",
        CaseId = "0123456789abcdefghijkl",
    };

    public static V1.PreviewContributionRequest Preview() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Purpose = "casusoverleg",
        CaseId = "0123456789abcdefghijkl",
        Category = "police",
        Ground = "Wpg art. 16",
        EmbargoUntil = new Timestamp { Seconds = 1_800_000_000 },
        Recipients = { "om" },
    };

    public static V1.ListOwnContributionsRequest ListOwn() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Categories = { "police" },
        PageSize = 100,
    };

    public static V1.AskSourcesRequest AskSources() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        Purpose = "casusoverleg",
        CaseId = "0123456789abcdefghijkl",
        Categories = { "police" },
    };

    public static V1.ListRequestsRequest ListRequests() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        States = { V1.RequestState.Open, V1.RequestState.Granted },
        PageSize = 100,
    };

    public static V1.WatchRequestsRequest WatchRequests() => new() { Partnership = "amsterdam", ActingRole = "caseworker", ResumeToken = "abc" };

    public static V1.AnswerRequestRequest AnswerRequest() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        IdempotencyKey = "key-0004",
        RequestId = "0123456789abcdefghijkl",
        Grant = new V1.Grant { Until = new Timestamp { Seconds = 1_800_000_000 } },
        Reason = "Overlegd.\nAkkoord.",
    };

    public static V1.BreakGlassRequest BreakGlass() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        IdempotencyKey = "key-0004",
        CaseId = "0123456789abcdefghijkl",
        Purpose = "casusoverleg",
        Reason = "Er is gevaar.\nNu.",
        Minutes = 60,
    };

    public static V1.ReportRecognitionRequest ReportRecognition() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "caseworker",
        IdempotencyKey = "key-0004",
        Alias = "K7QX2M9P",
        MeetingId = "0123456789abcdefghijkl",
        Purpose = "casusoverleg",
        Reason = "Door het ongeval.\nTweede tekst.",
    };

    public static V1.ListNotificationsRequest ListNotifications() => new() { Partnership = "amsterdam", ActingRole = "privacyCoordinator", PageSize = 50 };

    public static V1.PlanRequest Plan() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "secretary",
        IdempotencyKey = "key-0003",
        Purpose = "casusoverleg",
        Forum = "itat",
        StartsAt = new Timestamp { Seconds = 1_800_000_000 },
        EndsAt = new Timestamp { Seconds = 1_800_007_200 },
        Attendees = { new V1.Attendee { Partner = "ggd", Actor = "a1" }, new V1.Attendee { Partner = "ggd", Actor = "a2" } },
        Agenda = { "case-1", "case-2" },
    };

    public static V1.CloseRequest Close() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "secretary",
        Purpose = "casusoverleg",
        MeetingId = "meeting-1",
        Outcomes = { new V1.CaseOutcome { CaseId = "case-1", State = V1.CaseState.Closed } },
    };
}
