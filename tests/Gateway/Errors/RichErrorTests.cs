using System.Text.RegularExpressions;
using Exchange.Commands;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Tests.Harness;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Errors;

public sealed partial class RichErrorTests
{
    private static readonly IReadOnlyList<RefusalReason> Given = [.. Enum.GetValues<RefusalReason>().Where(r => r != RefusalReason.Unspecified)];

    [Fact]
    public void Reasons_AreTheContracts()
    {
        var contract = V1.ErrorReasonReflection.Descriptor.EnumTypes.Single(e => e.Name == "ErrorReason").Values;

        Assert.Equal(
            contract.Select(v => (v.Number, v.Name)),
            Enum.GetValues<RefusalReason>().Select(r => ((int)r, "ERROR_REASON_" + ReasonName.Of(r))));
    }

    [Fact]
    public void Codes_AreWhatTheContractSays()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "protos", "exchange", "v1", "error_reason.proto"));
        var documented = DocumentedCode().Matches(text)
            .ToDictionary(m => m.Groups["reason"].Value, m => (Code: m.Groups["code"].Value, Example: m.Groups["example"].Value));

        Assert.Equal(Given.Count, documented.Count);
        foreach (var reason in Given)
        {
            var name = ReasonName.Of(reason);
            Assert.Equal(name, documented[name].Example);
            Assert.Equal(documented[name].Code.Replace("_", ""), ReasonCodes.Of(reason).ToString(), ignoreCase: true);
        }
    }

    [Fact]
    public void Codes_NotFoundIsOneCodeForWhatIsHidden() => Assert.All(
        [RefusalReason.CaseNotFound, RefusalReason.MeetingNotFound, RefusalReason.PartnershipNotFound],
        reason => Assert.Equal(StatusCode.NotFound, ReasonCodes.Of(reason)));

    [Fact]
    public void Codes_ReasonThatIsNeverGiven_IsAFault()
    {
        Assert.Equal(StatusCode.Internal, ReasonCodes.Of(RefusalReason.Unspecified));
        Assert.Equal(StatusCode.Internal, ReasonCodes.Of((RefusalReason)999));
    }

    [Fact]
    public void ToRpcException_CarriesReasonDomainAndTrace()
    {
        foreach (var reason in Given)
        {
            var error = RichError.ToRpcException(new Refusal(reason, "A sentence."), "4bf92f3577b34da6a3ce929d0e0e4736");

            var status = Read(error);
            Assert.Equal((ReasonCodes.Of(reason), "A sentence."), (error.StatusCode, error.Status.Detail));
            Assert.Equal(((int)error.StatusCode, "A sentence."), (status.Code, status.Message));
            var info = Assert.Single(status.Details).Unpack<ErrorInfo>();
            Assert.Equal("exchange", info.Domain);
            Assert.Equal(ReasonName.Of(reason), (string)ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.GetValue(info));
            Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", info.Metadata["trace_id"]);
        }
    }

    [Fact]
    public void ToRpcException_NoTrace_HasNoMetadata() =>
        Assert.Empty(Read(RichError.ToRpcException(new Refusal(RefusalReason.CaseNotFound, "x"), "")).Details[0].Unpack<ErrorInfo>().Metadata);

    [Fact]
    public void ToRpcException_FieldsAtFault_AreListedInOrder()
    {
        var refusal = new Refusal(RefusalReason.FieldInvalid, "x")
        {
            Fields = [new("contribution.identity.bsn", "must be nine digits"), new("page_size", "must be 0 to 100")],
        };

        var violations = Read(RichError.ToRpcException(refusal)).Details[1].Unpack<BadRequest>().FieldViolations;

        Assert.Equal(
            [("contribution.identity.bsn", "must be nine digits"), ("page_size", "must be 0 to 100")],
            violations.Select(v => (v.Field, v.Description)));
    }

    [Fact]
    public void ToRpcException_ManyFieldsAtFault_FitATrailer()
    {
        var refusal = new Refusal(RefusalReason.FieldInvalid, "x")
        {
            Fields = [.. Enumerable.Range(0, 500).Select(i => new FieldViolation($"attendees[{i}].partner", "must be 1 to 64 characters without control characters"))],
        };

        var error = RichError.ToRpcException(refusal, "4bf92f3577b34da6a3ce929d0e0e4736");

        var violations = Read(error).Details[1].Unpack<BadRequest>().FieldViolations;
        Assert.Equal(33, violations.Count);
        Assert.Equal(("", "and 468 more"), (violations[^1].Field, violations[^1].Description));
        Assert.True(Convert.ToBase64String(error.Trailers.GetValueBytes("grpc-status-details-bin")!).Length < 8 * 1024);
    }

    [Fact]
    public void ToRpcException_EqualRefusals_AreEqualBytes()
    {
        // What does not exist and what may not be known must not differ in a single byte.
        var one = RichError.ToRpcException(new Refusal(RefusalReason.CaseNotFound, "There is no such case for this caller."), "t");
        var other = RichError.ToRpcException(new Refusal(RefusalReason.CaseNotFound, "There is no such case for this caller."), "t");

        Assert.Equal(one.Trailers.GetValueBytes("grpc-status-details-bin"), other.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    private static Google.Rpc.Status Read(RpcException error) =>
        Google.Rpc.Status.Parser.ParseFrom(ByteString.CopyFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")));

    [GeneratedRegex("""// Code: `(?<code>[A-Z_]+)`\.(?:(?!ERROR_REASON_).)*?"reason": "(?<example>[A-Z_]+)"(?:(?!// Code).)*?ERROR_REASON_(?<reason>[A-Z_]+) = \d+;""", RegexOptions.Singleline)]
    private static partial Regex DocumentedCode();
}
