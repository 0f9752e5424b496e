using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Endpoints;
using Google.Protobuf;

namespace Exchange.Gateway.Tests.Contract;

/// <summary>A case is named in one way, whichever the request.</summary>
public sealed class NamedCaseTests
{
    private static readonly Dictionary<string, Func<(IMessage Request, Func<IReadOnlyList<FieldViolation>> Check)>> ByAnyName = new()
    {
        ["ContributeRequest"] = () => With(Requests.Contribute(), RequestRules.Check),
        ["GetBasisdossierRequest"] = () => With(Requests.GetBasisdossier(), RequestRules.Check),
        ["DescribeAccessRequest"] = () => With(Requests.DescribeAccess(), RequestRules.Check),
        ["PreviewContributionRequest"] = () => With(Requests.Preview(), RequestRules.Check),
        ["ReportRecognitionRequest"] = () => With(Requests.ReportRecognition(), RequestRules.Check),
        ["AskSourcesRequest"] = () => With(Requests.AskSources(), RequestRules.Check),
    };

    public static TheoryData<string> Named => new(ByAnyName.Keys);

    [Fact]
    public void EveryRequestWithACaseAndAMeeting_NamesItAsTheOthersDo()
    {
        var requests = new[] { V1.DossierServiceReflection.Descriptor, V1.SourceServiceReflection.Descriptor, V1.MeetingServiceReflection.Descriptor }
            .SelectMany(file => file.MessageTypes)
            .Where(m => m.FindFieldByName("case_id") is not null && m.FindFieldByName("meeting_id") is not null)
            .Where(m => m.FindFieldByName("acting_role") is not null)
            .ToList();

        Assert.Equal([.. ByAnyName.Keys, "GetDocumentRequest"], requests.Select(m => m.Name).ToHashSet());
        Assert.All(requests, m => Assert.True(m.ClrType.IsAssignableTo(typeof(V1.INamesCase)), m.Name));
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Case_IsNamedAsTheRequestNamesIt(string name)
    {
        var (request, _) = ByAnyName[name]();
        Set(request, "meeting_id", "meeting");

        Set(request, "case_id", "id");
        Assert.Equal(new CaseReference(new CaseId("id"), null, new MeetingId("meeting")), Case(request));
        Set(request, "alias", "alias");
        Assert.Equal(new CaseReference(null, "alias", new MeetingId("meeting")), Case(request));
        Set(request, "pseudonym", "pseudonym");
        Assert.Equal(new CaseReference(null, null, new MeetingId("meeting")) { Pseudonym = "pseudonym" }, Case(request));
        Set(request, "meeting_id", "");
        Assert.Null(Case(request).Meeting);
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Check_SpoiltName_NamesTheFieldAtFault(string name)
    {
        var (request, check) = ByAnyName[name]();
        Set(request, "meeting_id", "meeting");
        foreach (var field in new[] { "case_id", "alias", "pseudonym" })
        {
            Set(request, field, "");
            Assert.Equal(field, Assert.Single(check()).Field);
            Set(request, field, "a/b");
            Assert.Equal(field, Assert.Single(check()).Field);
            Set(request, field, "0123456789abcdefghijkl");
            Assert.Empty(check());
        }

        Set(request, "meeting_id", "a/b");
        Assert.Equal("meeting_id", Assert.Single(check()).Field);
        Set(request, "meeting_id", "");
        Set(request, "alias", "K7QX2M9P");
        Assert.Equal(new FieldViolation("meeting_id", "is required with an alias"), Assert.Single(check()));
        request.Descriptor.Oneofs.Single(o => o.Name == "case").Accessor.Clear(request);
        Set(request, "meeting_id", "meeting");
        Assert.Equal(new FieldViolation("case_id", "is required, or an alias or a pseudonym"), Assert.Single(check()));
    }

    [Fact]
    public void Case_OfADocument_IsNamedByItsIdAlone()
    {
        var request = Requests.GetDocument();
        Assert.Equal(new CaseReference(new CaseId(request.CaseId), null, null), Case(request));
    }

    private static (IMessage Request, Func<IReadOnlyList<FieldViolation>> Check) With<T>(T request, Func<T, IReadOnlyList<FieldViolation>> check)
        where T : IMessage => (request, () => check(request));

    private static CaseReference Case(IMessage request) => References.Case(Assert.IsAssignableFrom<V1.INamesCase>(request));

    private static void Set(IMessage request, string field, string value) => request.Descriptor.FindFieldByName(field).Accessor.SetValue(request, value);
}
