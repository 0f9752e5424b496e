using System.Text.RegularExpressions;
using Exchange.Gateway.Tests.Harness;
using Google.Protobuf.Reflection;

namespace Exchange.Gateway.Tests.Contract;

public sealed partial class ContractFormTests
{
    private static readonly FileDescriptor[] Files =
    [
        V1.CommonReflection.Descriptor,
        V1.SectionsReflection.Descriptor,
        V1.CovenantServiceReflection.Descriptor,
        V1.DossierServiceReflection.Descriptor,
        V1.MeetingServiceReflection.Descriptor,
        V1.AuditServiceReflection.Descriptor,
        V1.SourceServiceReflection.Descriptor,
        V1.ErrorReasonReflection.Descriptor,
    ];

    private static readonly string Folder = Path.Combine(Repository.Root, "protos", "exchange", "v1");

    private static readonly string PartnerFolder = Path.Combine(Repository.Root, "protos", "exchange", "partner", "v1");

    [Fact]
    public void Files_AreAllOfTheContract() => Assert.Equal(
        Directory.GetFiles(Folder, "*.proto").Select(f => "exchange/v1/" + Path.GetFileName(f)).Order(StringComparer.Ordinal),
        Files.Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Fields_NoneIsAMap() =>
        // The log holds an HMAC of the exact response bytes, and the order of a map is not defined.
        Assert.DoesNotContain(AllFields(), field => field.IsMap);

    [Fact]
    public void Fields_NoneHoldsWhatThePartnersMayNotExchange() => Assert.DoesNotContain(
        AllFields(),
        field => Forbidden().IsMatch(field.Name) || Forbidden().IsMatch(field.ContainingType.Name));

    [Fact]
    public void Requests_NamePartnershipAndRoleFirst()
    {
        foreach (var method in Methods())
        {
            Assert.Equal("partnership", method.InputType.FindFieldByNumber(1).Name);
            Assert.Equal("acting_role", method.InputType.FindFieldByNumber(2).Name);
        }
    }

    [Fact]
    public void Methods_EachHasARequestAndAResponseOfItsOwn()
    {
        foreach (var method in Methods())
        {
            Assert.Equal(method.Name + "Request", method.InputType.Name);
            Assert.Equal(method.Name + "Response", method.OutputType.Name);
        }
    }

    [Fact]
    public void Sections_AreTheSameInWhatIsContributedAndDisclosed() => Assert.Equal(
        Content(V1.Contribution.Descriptor),
        Content(V1.DisclosedSection.Descriptor));

    [Fact]
    public void Sections_AreTheSameInWhatAPartnersSystemAnswers() => Assert.Equal(
        Content(V1.Contribution.Descriptor),
        Content(Partners.V1.PartnerSection.Descriptor));

    [Fact]
    public void QuestionToAPartner_HoldsWhoAndWhatAndNothingElse() => Assert.Equal(
        ["question_id", "bsn", "asked"],
        Partners.V1.GetSectionsRequest.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name));

    [Fact]
    public void Declarations_AreAllDocumented()
    {
        var undocumented =
            from file in Directory.GetFiles(Folder, "*.proto").Concat(Directory.GetFiles(PartnerFolder, "*.proto"))
            let lines = File.ReadAllLines(file)
            from i in Enumerable.Range(1, lines.Length - 1)
            where Declaration().IsMatch(lines[i]) && !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}:{i + 1}: {lines[i].Trim()}";

        Assert.Empty(undocumented);
    }

    private static IEnumerable<(int, string, string)> Content(MessageDescriptor owner) =>
        owner.Oneofs.Single(o => o.Name == "content").Fields.Select(f => (f.FieldNumber, f.Name, f.MessageType.Name));

    private static IEnumerable<MethodDescriptor> Methods() => Files.SelectMany(f => f.Services).SelectMany(s => s.Methods);

    private static IEnumerable<FieldDescriptor> AllFields() =>
        Files.Append(Partners.V1.PartnerSystemReflection.Descriptor).SelectMany(f => f.MessageTypes).SelectMany(FieldsOf);

    private static IEnumerable<FieldDescriptor> FieldsOf(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Concat(message.NestedTypes.SelectMany(FieldsOf));

    [GeneratedRegex("ethnic|nationalit|religi|belie|race|racial|risk|score|profile|godsdienst|etnisch", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"^\s*(message|enum|service|rpc|oneof)\s|=\s*\d+(\s*\[.*\])?;")]
    private static partial Regex Declaration();
}
