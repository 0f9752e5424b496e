using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Timing;

/// <summary>
/// How long a refusal takes does not tell whether there is a case. Calls come in pairs, one that names a case that exists and may
/// not be known and one that names none, in random order; a classifier by time does no better than guessing.
/// </summary>
public sealed class ForbiddenTimingTests : IAsyncLifetime
{
    private const double Guessing = 0.55;
    private const int Pairs = 10_000;
    private const int PairsOfEachOther = 1_500;

    // The fewer pairs, the further from one half by chance: of 3 000, one run in a thousand is off by 0.02.
    private const int PairsOfFirsts = 3_000;

    private const int Cases = 40;

    private RunningGateway _gateway = null!;
    private Person _stranger = null!;
    private readonly string[] _absent = [.. Enumerable.Range(0, Cases).Select(_ => CaseId.Create().Value)];
    private string[] _forbidden = [];
    private string _meeting = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _stranger = _gateway.Person("politie", "p.stranger", "regisseur");
        _forbidden = await ImportAsync(Cases, LargeDossier());
        var sat = await _gateway.Person("oov", "o.secretaris", "secretary").PlanAsync("regie", "regieoverleg", _gateway.Time.GetUtcNow().AddMinutes(-1), [_stranger]);
        _meeting = sat.MeetingId;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task GetBasisdossier_TakesAsLongForAForbiddenCaseAsForNone() =>
        await AssertNobodyCanTellAsync(Pairs, Existing, Absent, id => _stranger.GetAsync(_stranger.Asking("regie", id)));

    [Theory]
    [InlineData("Contribute")]
    [InlineData("DescribeAccess")]
    [InlineData("PreviewContribution")]
    [InlineData("Plan")]
    [InlineData("AskSources")]
    [InlineData("BreakGlass")]
    [InlineData("ReportRecognition")]
    [InlineData("GetDocument")]
    public async Task EveryOtherCallThatNamesACase_TakesAsLongForAForbiddenCaseAsForNone(string rpc) =>
        await AssertNobodyCanTellAsync(PairsOfEachOther, Existing, Absent, id => CallAsync(rpc, id));

    [Fact]
    public async Task FirstCallEver_TakesAsLongForAForbiddenCaseAsForNone()
    {
        // Nobody named these since the gateway started: whatever it remembers of cases that were in use, it does not of them.
        var untouched = await ImportAsync(PairsOfFirsts, Samples.Sections(_gateway.Covenant));
        await _gateway.RestartAsync();
        await AssertNobodyCanTellAsync(
            PairsOfFirsts, i => untouched[i], AlwaysAnother, id => _stranger.GetAsync(_stranger.Asking("regie", id)));
    }

    [Fact]
    public async Task OpenCase_TakesAsLongForASubjectThatHasACaseAsForOneThatHasNone()
    {
        // The answer is not a refusal here: whoever opens a case on somebody must not learn whether there was one.
        var reporter = _gateway.Person("oov", "o.meldpunt", "caseworker");
        var numbers = Bsns().Take(2 * PairsOfFirsts).ToArray();
        var known = numbers[..PairsOfFirsts];
        foreach (var bsn in known)
            await OpenAsync(reporter, bsn);
        await AssertNobodyCanTellAsync(
            PairsOfFirsts, i => known[i], i => numbers[PairsOfFirsts + i], bsn => OpenAsync(reporter, bsn), isRefused: false);
    }

    private string Existing(int pair) => _forbidden[RandomNumberGenerator.GetInt32(_forbidden.Length)];

    // Of as many names as there are cases: whoever tries one again is answered from memory, whether it is a case's or nobody's.
    private string Absent(int pair) => _absent[RandomNumberGenerator.GetInt32(_absent.Length)];

    private static string AlwaysAnother(int pair) => CaseId.Create().Value;

    private async Task AssertNobodyCanTellAsync(
        int pairs, Func<int, string> one, Func<int, string> other, Func<string, Task> callAsync, bool isRefused = true)
    {
        // The first calls of all make connections, code and plans; they say nothing about the later ones. Of both kinds, for what is compiled
        // for cases that are there is not what is compiled for those that are not.
        for (var i = 0; i < 200; i++)
        {
            await TimeAsync(callAsync, Existing(i), isRefused: true, isWarmUp: true);
            await TimeAsync(callAsync, AlwaysAnother(i), isRefused: true, isWarmUp: true);
        }

        var (ofOne, ofOther) = (new List<long>(pairs), new List<long>(pairs));
        for (var i = 0; i < pairs; i++)
        {
            if (RandomNumberGenerator.GetInt32(2) == 0)
            {
                ofOne.Add(await TimeAsync(callAsync, one(i), isRefused));
                ofOther.Add(await TimeAsync(callAsync, other(i), isRefused));
            }
            else
            {
                ofOther.Add(await TimeAsync(callAsync, other(i), isRefused));
                ofOne.Add(await TimeAsync(callAsync, one(i), isRefused));
            }
        }

        var auc = Auc.Of(ofOne, ofOther);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AUC {auc:0.000} over {pairs} pairs"));
        Assert.True(auc <= Guessing, string.Create(CultureInfo.InvariantCulture, $"AUC {auc:0.000}: calls can be told apart by time."));
    }

    private static async Task<long> TimeAsync(Func<string, Task> callAsync, string name, bool isRefused, bool isWarmUp = false)
    {
        var began = Stopwatch.GetTimestamp();
        StatusCode code;
        try
        {
            await callAsync(name);
            code = StatusCode.OK;
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
        }

        var took = Stopwatch.GetTimestamp() - began;
        if (!isWarmUp)
            Assert.Equal(isRefused ? StatusCode.NotFound : StatusCode.OK, code);
        return took;
    }

    private Task CallAsync(string rpc, string caseId)
    {
        var cancellation = TestContext.Current.CancellationToken;
        switch (rpc)
        {
            case "Contribute":
                var contribute = new ContributeRequest
                {
                    Partnership = RunningGateway.PartnershipName,
                    ActingRole = _stranger.Role,
                    IdempotencyKey = RandomId.Create(),
                    CaseId = caseId,
                    Purpose = "regie",
                    Contribution = new Contribution
                    {
                        Police = new PoliceSection { Narrative = "Er is iets gezien." },
                        Ground = _gateway.Covenant.GroundsFor("politie", "police")[0],
                        KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
                    },
                };
                return _stranger.Dossiers.ContributeAsync(contribute, _stranger.Headers(contribute), cancellationToken: cancellation).ResponseAsync;
            case "DescribeAccess":
                return _stranger.Dossiers.DescribeAccessAsync(
                    new DescribeAccessRequest
                    {
                        Partnership = RunningGateway.PartnershipName,
                        ActingRole = _stranger.Role,
                        Purpose = "regie",
                        CaseId = caseId,
                    },
                    _stranger.Headers(),
                    cancellationToken: cancellation).ResponseAsync;
            case "PreviewContribution":
                return _stranger.Dossiers.PreviewContributionAsync(
                    new PreviewContributionRequest
                    {
                        Partnership = RunningGateway.PartnershipName,
                        ActingRole = _stranger.Role,
                        Purpose = "regie",
                        CaseId = caseId,
                        Category = "police",
                        Ground = _gateway.Covenant.GroundsFor("politie", "police")[0],
                    },
                    _stranger.Headers(),
                    cancellationToken: cancellation).ResponseAsync;
            case "AskSources":
                return new SourceService.SourceServiceClient(_gateway.Channel(_stranger.Controller)).AskSourcesAsync(
                    new AskSourcesRequest
                    {
                        Partnership = RunningGateway.PartnershipName,
                        ActingRole = _stranger.Role,
                        Purpose = "regie",
                        CaseId = caseId,
                    },
                    _stranger.Headers(),
                    cancellationToken: cancellation).ResponseAsync;
            case "BreakGlass":
                var glass = new V1.BreakGlassRequest
                {
                    Partnership = RunningGateway.PartnershipName,
                    ActingRole = _stranger.Role,
                    IdempotencyKey = RandomId.Create(),
                    CaseId = caseId,
                    Purpose = "regie",
                    Reason = "Er is gevaar, nu.",
                    Minutes = 5,
                };
                return _stranger.Dossiers.BreakGlassAsync(glass, _stranger.Headers(glass), cancellationToken: cancellation).ResponseAsync;
            case "ReportRecognition":
                return _stranger.Dossiers.ReportRecognitionAsync(
                    new ReportRecognitionRequest
                    {
                        Partnership = RunningGateway.PartnershipName,
                        ActingRole = _stranger.Role,
                        IdempotencyKey = RandomId.Create(),
                        CaseId = caseId,
                        MeetingId = _meeting,
                        Purpose = "casusoverleg",
                        Reason = "Door het ongeval.",
                    },
                    _stranger.Headers(),
                    cancellationToken: cancellation).ResponseAsync;
            case "GetDocument":
                return ReadDocumentAsync(caseId);
            case "Plan":
                return _stranger.PlanAsync("regie", "regieoverleg", _gateway.Time.GetUtcNow().AddHours(1), [_stranger], caseId);
            default:
                throw new ArgumentOutOfRangeException(nameof(rpc));
        }
    }

    private async Task ReadDocumentAsync(string caseId)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var call = _stranger.Dossiers.GetDocument(
            new GetDocumentRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = _stranger.Role,
                Purpose = "regie",
                CaseId = caseId,
                DocumentId = RandomId.Create(),
            },
            _stranger.Headers(),
            cancellationToken: cancellation);
        await call.ResponseStream.MoveNext(cancellation);
    }

    private async Task OpenAsync(Person reporter, string bsn)
    {
        var request = new V1.OpenCaseRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = reporter.Role,
            IdempotencyKey = RandomId.Create(),
            Purpose = "casusoverleg",
            Subject = new IdentitySection { Surname = Samples.Surname, Bsn = bsn },
            Ground = _gateway.Covenant.GroundsFor("oov", "identity")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        };
        await reporter.Dossiers.OpenCaseAsync(request, reporter.Headers(request), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task<string[]> ImportAsync(int count, IReadOnlyList<(string Source, OfferedSection Section)> sections)
    {
        var cases = new string[count];
        for (var i = 0; i < count; i++)
            cases[i] = (await _gateway.ImportAsync(sections)).Id.Value;
        return cases;
    }

    // Much to read, were it read.
    private IReadOnlyList<(string Source, OfferedSection Section)> LargeDossier() =>
    [
        .. Samples.Sections(_gateway.Covenant),
        .. Enumerable.Range(0, 40).Select(i => ("politie", Samples.Section(
            _gateway.Covenant, "politie", "police", ("narrative", new TextValue(new string((char)('a' + (i % 26)), 4_000)))))),
    ];

    // Synthetic numbers: they start with 9999 and pass the 11-test.
    private static IEnumerable<string> Bsns()
    {
        for (var stem = 99_990_100; stem < 99_999_999; stem++)
        {
            var digits = stem.ToString(CultureInfo.InvariantCulture);
            var last = digits.Select((d, i) => (d - '0') * (9 - i)).Sum() % 11;
            if (last < 10)
                yield return digits + last.ToString(CultureInfo.InvariantCulture);
        }
    }
}
