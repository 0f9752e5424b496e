using System.Security.Cryptography;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Gateway.Contract;

/// <content>Of <c>CovenantService</c>.</content>
internal static partial class RequestRules
{
    public static IReadOnlyList<FieldViolation> Check(V1.ProposeRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Require("text", request.Text.Length is > 0 and <= ProposeCovenant.MaxTextBytes, $"must be 1 to {ProposeCovenant.MaxTextBytes} bytes");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.SignRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Digest(findings, request.Digest);
        findings.Require(
            "signature", request.Signature.Length is > 0 and <= Signing.DetachedJws.Longest, $"must be 1 to {Signing.DetachedJws.Longest} characters");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ActivateRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Digest(findings, request.Digest);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        if (!request.Digest.IsEmpty)
            Digest(findings, request.Digest);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListVersionsRequest request) => Begin(request.Partnership, request.ActingRole).All;

    private static void Digest(Findings findings, Google.Protobuf.ByteString digest) =>
        findings.Require("digest", digest.Length == SHA256.HashSizeInBytes, $"must be {SHA256.HashSizeInBytes} bytes");
}
