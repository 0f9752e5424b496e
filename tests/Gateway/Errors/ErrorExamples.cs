using System.Security.Cryptography;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Errors;

/// <summary>Brings about every reason that a call can fail for, at a real gateway.</summary>
internal sealed class ErrorExamples : IAsyncDisposable
{
    private const string Nothing = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string Purpose = "regie";

    private readonly RunningGateway _gateway;
    private readonly Person _lead;
    private readonly Dossiers.Case _case;
    private readonly string _sectionId;

    private ErrorExamples(RunningGateway gateway, Person lead, Dossiers.Case @case, string sectionId) =>
        (_gateway, _lead, _case, _sectionId) = (gateway, lead, @case, sectionId);

    private string CaseName => _case.Id.Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ErrorExamples> BeginAsync()
    {
        var gateway = await RunningGateway.StartAsync();
        var lead = gateway.Person("politie", "p.lead", "regisseur");
        var known = await gateway.ImportAsync(
            Samples.Sections(gateway.Covenant),
            new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead),
            new Dossiers.TeamMember("oov", "o.coordinator", Consent.Relation.Member));
        var section = (await lead.GetAsync(lead.Asking(Purpose, known.Id.Value))).Sections.Single(s => s.Source == "politie").SectionId;
        return new ErrorExamples(gateway, lead, known, section);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    /// <summary>Makes a call that fails for this reason.</summary>
    public Task FailAsync(RefusalReason reason) => reason switch
    {
        RefusalReason.CertificateNotAccepted => RevokedAsync(),
        RefusalReason.TokenMissing => WithTokenAsync(null),
        RefusalReason.TokenInvalid => WithTokenAsync("abc.def.ghi"),
        RefusalReason.TokenIssuerNotTrusted => WithTokenAsync(_gateway.Person("om", "o.lead", "regisseur").Token()),
        RefusalReason.TokenAudienceWrong => WithTokenAsync(_lead.Token(t => t with { Audience = "somebody-else" })),
        RefusalReason.TokenExpired => WithTokenAsync(_lead.Token(t => t with { IssuedAt = _gateway.Time.GetUtcNow().AddMinutes(-7) })),
        RefusalReason.TokenNotYetValid => WithTokenAsync(_lead.Token(t => t with { IssuedAt = _gateway.Time.GetUtcNow().AddMinutes(2) })),
        RefusalReason.TokenLivesTooLong => WithTokenAsync(_lead.Token(t => t with { Lives = TimeSpan.FromMinutes(11) })),
        RefusalReason.TokenNotBound => WithTokenAsync(_lead.Token(t => t with { Certificate = _gateway.Pki.Parties["om"].Certificate })),
        RefusalReason.PartnershipNotFound => GetAsync(r => r.Partnership = "rotterdam"),
        RefusalReason.UnitNotListed => WithTokenAsync(_lead.Token(t => t with { Unit = "om" })),
        RefusalReason.RoleNotInToken => GetAsync(r => r.ActingRole = "caseworker"),
        RefusalReason.RoleNotListed => Of(_gateway.Person("politie", "p.lead", "jurist-van-dienst"), p => p.GetAsync(p.Asking(Purpose, CaseName))),
        RefusalReason.FieldInvalid => GetAsync(r => r.PageSize = -1),
        RefusalReason.FieldUnknown => _lead.GetAsync(
            GetBasisdossierRequest.Parser.ParseFrom([.. _lead.Asking(Purpose, CaseName).ToByteArray(), 0xF8, 0x3F, 0x01])),
        RefusalReason.PurposeUnknown => GetAsync(r => r.Purpose = "nieuwsgierigheid"),
        RefusalReason.CategoryUnknown => GetAsync(r => r.Categories.Add("sterrenbeeld")),
        RefusalReason.ForumUnknown => _lead.PlanAsync(Purpose, "borreltafel", _gateway.Time.GetUtcNow(), [_lead]),
        RefusalReason.PartnerUnknown => _lead.PlanAsync(
            Purpose, "regieoverleg", _gateway.Time.GetUtcNow(), [_lead with { Partner = "brandweer" }]),
        RefusalReason.GroundNotCovered => ContributeAsync(c => c.Contribution.Ground = "Wpg art. 99"),
        RefusalReason.ActNotAllowed => _lead.PlanAsync(Purpose, "meldpunt", _gateway.Time.GetUtcNow(), [_lead]),
        RefusalReason.CaseNotFound => GetAsync(r => r.CaseId = Nothing),
        RefusalReason.MeetingNotFound => GetAsync(r => r.MeetingId = Nothing),
        RefusalReason.MeetingNotOpen => NotOpenAsync(),
        RefusalReason.CaseStateConflict => ConflictAsync(),
        RefusalReason.PageTokenInvalid => GetAsync(r => r.PageToken = "AAAA"),
        RefusalReason.IdempotencyKeyReused => ReusedAsync(),
        RefusalReason.ConcurrentChange => MovingAsync(),
        RefusalReason.LogUnavailable => LockedAsync(),
        RefusalReason.StoreUnavailable => DamagedAsync(),
        RefusalReason.DeadlineExceeded => TooLateAsync(),
        RefusalReason.InternalFault => SpoiledAsync(),
        RefusalReason.SignatureMissing => _lead.Dossiers.ContributeAsync(Contribution(), _lead.Headers(), cancellationToken: Stop).ResponseAsync,
        RefusalReason.SignatureInvalid => _lead.Dossiers.ContributeAsync(
            Contribution(), _lead.Headers(new GetBasisdossierRequest()), cancellationToken: Stop).ResponseAsync,
        RefusalReason.SectionNotFound => WithdrawAsync(Nothing),
        RefusalReason.SectionWithdrawn => WithdrawnAsync(),
        RefusalReason.SectionChanged => WithdrawAsync(_sectionId, expected: 7),
        RefusalReason.RequestNotFound => AnswerAsync(),
        RefusalReason.EntryNotFound => Of(_gateway.Person("politie", "p.officier", "wpgPrivacyOfficer"), p => p.Audit.GetEntryAsync(
            new GetEntryRequest { Partnership = RunningGateway.PartnershipName, ActingRole = p.Role, Index = 1_000_000 }, p.Headers(), cancellationToken: Stop).ResponseAsync),
        RefusalReason.TooManyCalls => ManyAsync(),
        RefusalReason.GatewayStopping => StoppingAsync(),
        RefusalReason.DocumentNotFound => ReadDocumentAsync(),
        RefusalReason.DocumentTooLarge => AttachAsync(h => h.Size = (100L * 1024 * 1024) + 1, []),
        RefusalReason.DocumentMismatch => AttachAsync(_ => { }, [1, 2, 3]),
        RefusalReason.TooManyDocuments => TooManyDocumentsAsync(),
        RefusalReason.DocumentDamaged => DamagedDocumentAsync(),
        RefusalReason.RequestUnreadable => SendBytesAsync([0xFF, 0xFF]),
        RefusalReason.ReleaseBlocked => BlockedAsync(),
        RefusalReason.ViewDamaged => DamagedViewAsync(),
        RefusalReason.CovenantInvalid => Amendment.ProposeAsync(Jurist, "covenant: ipga\n\tversion: 1\n"u8.ToArray()),
        RefusalReason.CovenantNotFound => Amendment.ActivateAsync(Jurist, new byte[32]),
        RefusalReason.CovenantNotSigned => UnsignedAsync(),
        RefusalReason.CovenantAlreadyActivated => TwiceAsync(),
        RefusalReason.CovenantUnavailable => ForgedAsync(),
        RefusalReason.TooManyCovenants => ManyCovenantsAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Bring this reason about here, so that docs/errors.md can show it."),
    };

    private Person Jurist => _gateway.Person("oov", "o.jurist", "jurist");

    private async Task UnsignedAsync()
    {
        var digest = await Amendment.ProposeAsync(Jurist, Amendment.Text("2019.1"));
        await Amendment.ActivateAsync(Jurist with { Actor = "o.jurist.2" }, digest);
    }

    private async Task TwiceAsync()
    {
        var amendment = await Amendment.AgreedAsync(_gateway, Amendment.Text("2019.1"));
        await Amendment.ActivateAsync(amendment.Colleague, amendment.Digest);
        await Amendment.ActivateAsync(amendment.Colleague, amendment.Digest);
    }

    // Somebody at the records activates what nobody signed; the gateway notices with the next entry.
    private async Task ForgedAsync()
    {
        await Amendment.ProposeAsync(Jurist, Amendment.Text("2019.1"));
        await Amendment.ForgeAsync(_gateway);
        await Assert.ThrowsAnyAsync<RpcException>(() => GetAsync(_ => { }));
        await GetAsync(_ => { });
    }

    private async Task ManyCovenantsAsync()
    {
        for (var i = 0; i <= ProposeCovenant.MaxWaiting; i++)
            await Amendment.ProposeAsync(Jurist, Amendment.Text($"2019.{i}"));
    }

    private static Task Of(Person person, Func<Person, Task> call) => call(person);

    private Task GetAsync(Action<GetBasisdossierRequest> change)
    {
        var request = _lead.Asking(Purpose, CaseName);
        change(request);
        return _lead.GetAsync(request);
    }

    private Task WithTokenAsync(string? token)
    {
        var headers = new Metadata();
        if (token is not null)
            headers.Add("authorization", "Bearer " + token);
        return _lead.Dossiers.GetBasisdossierAsync(_lead.Asking(Purpose, CaseName), headers, cancellationToken: Stop).ResponseAsync;
    }

    private ContributeRequest Contribution() => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = _lead.Role,
        IdempotencyKey = Dossiers.RandomId.Create(),
        CaseId = CaseName,
        Purpose = Purpose,
        Contribution = new Contribution
        {
            Police = new PoliceSection { Narrative = "Er is iets gezien." },
            Ground = _gateway.Covenant.GroundsFor("politie", "police")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        },
    };

    private Task<ContributeResponse> ContributeAsync(Action<ContributeRequest> change)
    {
        var request = Contribution();
        change(request);
        return SendAsync(request);
    }

    private Task<ContributeResponse> SendAsync(ContributeRequest request) =>
        _lead.Dossiers.ContributeAsync(request, _lead.Headers(request), cancellationToken: Stop).ResponseAsync;

    private async Task ReusedAsync()
    {
        var request = Contribution();
        await SendAsync(request);
        request.Contribution.Police.Narrative = "Er is iets anders gezien.";
        await SendAsync(request);
    }

    private async Task NotOpenAsync()
    {
        var planned = await _lead.PlanAsync(Purpose, "regieoverleg", _gateway.Time.GetUtcNow().AddDays(60), [_lead], CaseName);
        await _lead.GetAsync(_lead.Asking(Purpose, CaseName, meeting: planned.MeetingId));
    }

    private async Task ConflictAsync()
    {
        var planned = await _lead.PlanAsync("casusoverleg", "regieoverleg", _gateway.Time.GetUtcNow().AddMinutes(-1), [_lead], CaseName);
        await _lead.Meetings.CloseAsync(
            new CloseRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = _lead.Role,
                Purpose = "casusoverleg",
                MeetingId = planned.MeetingId,
                Outcomes = { new CaseOutcome { CaseId = CaseName, State = CaseState.Weighed } },
            },
            _lead.Headers(),
            cancellationToken: Stop);
    }

    private Task WithdrawAsync(string section, int expected = 0)
    {
        var request = new WithdrawContributionRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = _lead.Role,
            IdempotencyKey = Dossiers.RandomId.Create(),
            SectionId = section,
            Reason = "Verkeerde persoon",
        };
        if (expected > 0)
            request.ExpectedVersion = expected;
        return _lead.Dossiers.WithdrawContributionAsync(request, _lead.Headers(request), cancellationToken: Stop).ResponseAsync;
    }

    private async Task WithdrawnAsync()
    {
        var contributed = await SendAsync(Contribution());
        await WithdrawAsync(contributed.SectionId);
        await WithdrawAsync(contributed.SectionId);
    }

    private Task AnswerAsync()
    {
        var request = new AnswerRequestRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = _lead.Role,
            IdempotencyKey = Dossiers.RandomId.Create(),
            RequestId = Nothing,
            Refuse = new Refuse(),
        };
        return new SourceService.SourceServiceClient(_gateway.Channel(_lead.Controller))
            .AnswerRequestAsync(request, _lead.Headers(request), cancellationToken: Stop).ResponseAsync;
    }

    private AsyncServerStreamingCall<WatchRequestsResponse> Watch() =>
        new SourceService.SourceServiceClient(_gateway.Channel(_lead.Controller)).WatchRequests(
            new WatchRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = _lead.Role }, _lead.Headers(), cancellationToken: Stop);

    private async Task ManyAsync()
    {
        var watching = new List<AsyncServerStreamingCall<WatchRequestsResponse>>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                watching.Add(Watch());
                Assert.True(await watching[^1].ResponseStream.MoveNext(Stop));
            }
        }
        finally
        {
            watching.ForEach(w => w.Dispose());
        }
    }

    private async Task StoppingAsync()
    {
        using var watching = Watch();
        Assert.True(await watching.ResponseStream.MoveNext(Stop));
        var stopping = _gateway.App.StopAsync(Stop);
        try
        {
            while (await watching.ResponseStream.MoveNext(Stop))
            {
            }
        }
        finally
        {
            await stopping;
        }
    }

    private async Task<string> AttachAsync(Action<AttachDocumentRequest> change, byte[] content)
    {
        var header = new AttachDocumentRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = _lead.Role,
            IdempotencyKey = Dossiers.RandomId.Create(),
            SectionId = _sectionId,
            Name = "brief.pdf",
            MediaType = "application/pdf",
            Size = 4,
            Sha256 = ByteString.CopyFrom(SHA256.HashData([1, 2, 3, 4])),
        };
        change(header);
        using var call = _lead.Dossiers.AttachDocument(_lead.Headers(header), cancellationToken: Stop);
        try
        {
            await call.RequestStream.WriteAsync(header, Stop);
            if (content.Length > 0)
                await call.RequestStream.WriteAsync(new AttachDocumentRequest { Chunk = ByteString.CopyFrom(content) }, Stop);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // Refused before everything was sent: the answer says why.
        }

        return (await call.ResponseAsync).DocumentId;
    }

    private async Task ReadDocumentAsync(string document = Nothing)
    {
        using var call = _lead.Dossiers.GetDocument(
            new GetDocumentRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = _lead.Role,
                Purpose = Purpose,
                CaseId = CaseName,
                DocumentId = document,
            },
            _lead.Headers(),
            cancellationToken: Stop);
        while (await call.ResponseStream.MoveNext(Stop))
        {
        }
    }

    private async Task TooManyDocumentsAsync()
    {
        for (var i = 0; i < 100; i++)
            await AttachAsync(_ => { }, [1, 2, 3, 4]);
    }

    private async Task DamagedDocumentAsync()
    {
        var document = await AttachAsync(_ => { }, [1, 2, 3, 4]);
        await ExecuteAsync("documents.db", "UPDATE chunks SET content = zeroblob(length(content))");
        await ReadDocumentAsync(document);
    }

    // A number that somebody spread over a sentence: nothing that a redactor takes for one.
    private Task BlockedAsync() => LookAsync("Eerst 99 99, toen 90 keer en later nog 0 of 19.");

    // Somebody at the records edits what a meeting sees, and the gateway notices with the next look after a change.
    private async Task DamagedViewAsync()
    {
        var look = await LookAsync("De zon schijnt.");
        await ExecuteAsync("exchange.db", "DROP TRIGGER frozen_views_follow; UPDATE frozen_views SET content = zeroblob(length(content))");
        await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant));
        await look();
    }

    private async Task<Func<Task>> LookAsync(string story)
    {
        var found = await _gateway.ImportAsync(
        [
            ("oov", Samples.Section(_gateway.Covenant, "oov", "identity", ("bsn", new Dossiers.TextValue("999990019")))),
            ("oov", Samples.Section(_gateway.Covenant, "oov", "signals", ("narrative", new Dossiers.TextValue(story)))),
        ]);
        var reader = _gateway.Person("ggd", "g.arts", "caseworker");
        var meeting = await _gateway.Person("oov", "o.secretaris", "secretary")
            .PlanAsync("regie", "itat", _gateway.Time.GetUtcNow().AddMinutes(-1), [reader], found.Id.Value);
        Task AgainAsync() => reader.GetAsync(reader.Asking("casusoverleg", alias: meeting.Agenda.Single().Alias, meeting: meeting.MeetingId));
        await AgainAsync();
        return AgainAsync;
    }

    private async Task SendBytesAsync(byte[] bytes)
    {
        var same = Marshallers.Create<byte[]>(value => value, value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, DossierService.Descriptor.FullName, "GetBasisdossier", same, same);
        using var call = _gateway.Channel(_lead.Controller).CreateCallInvoker()
            .AsyncUnaryCall(method, null, new CallOptions(_lead.Headers(), cancellationToken: Stop), bytes);
        await call.ResponseAsync;
    }

    private async Task RevokedAsync()
    {
        await _lead.GetAsync(_lead.Asking(Purpose, CaseName));
        new DevPkiFolder(Path.Combine(_gateway.Folder, "pki")).Revoke(_lead.Controller, TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            await _lead.GetAsync(_lead.Asking(Purpose, CaseName));
            await Task.Delay(100, Stop);
        }
    }

    // The team changes between decision and release, every time.
    private async Task MovingAsync()
    {
        var changes = 0;
        var outcome = await GetAsync(Stop, () =>
        {
            var relation = changes++ % 2 == 0 ? Consent.Relation.Duo : Consent.Relation.Member;
            var refusal = _gateway.App.Services.GetRequiredService<ChangeTeam>()
                .HandleAsync(_gateway.Partnership, _gateway.Covenant, _case, new Dossiers.TeamMember("om", "o.other", relation)).GetAwaiter().GetResult();
            Assert.Null(refusal);
        });
        throw RichError.ToRpcException(outcome.Refusal!);
    }

    private async Task LockedAsync()
    {
        await using var other = await OpenAsync("exchange.db");
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(Stop);
        await _lead.GetAsync(_lead.Asking(Purpose, CaseName));
    }

    private async Task DamagedAsync()
    {
        var other = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        await ExecuteAsync("exchange.db", "UPDATE cases SET opened_on = 'ooit'");
        await _lead.GetAsync(_lead.Asking(Purpose, other.Id.Value));
    }

    private async Task SpoiledAsync()
    {
        var other = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        await ExecuteAsync("exchange.db", "UPDATE sections SET content = zeroblob(length(content))");
        await _lead.GetAsync(_lead.Asking(Purpose, other.Id.Value));
    }

    // Whoever stops waiting hears nothing, so the command is asked what it would have said.
    private async Task TooLateAsync() =>
        throw RichError.ToRpcException((await GetAsync(new CancellationToken(canceled: true), () => { })).Refusal!);

    private Task<Outcome<Released<BasisdossierPage>>> GetAsync(CancellationToken cancellation, Action beforeRelease)
    {
        var caller = new Admitted(
            "exchange.v1.DossierService/GetBasisdossier", _gateway.Partnership, _gateway.Covenant, "politie", "politie", "p.lead", "regisseur", ["regisseur"], "");
        return _gateway.App.Services.GetRequiredService<GetBasisdossier>().HandleAsync(
            caller,
            new BasisdossierRequest(Purpose, new CaseReference(_case.Id, null, null), [], 0, ""),
            page =>
            {
                beforeRelease();
                return new Encoded<BasisdossierPage>(page, ReadOnlyMemory<byte>.Empty);
            },
            cancellation);
    }

    private async Task ExecuteAsync(string file, string sql)
    {
        await using var records = await OpenAsync(file);
        await using var command = records.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task<SqliteConnection> OpenAsync(string file)
    {
        var records = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, file)};Pooling=False;Default Timeout=1");
        await records.OpenAsync(Stop);
        return records;
    }
}
