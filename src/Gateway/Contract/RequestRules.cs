using Exchange.Commands;
using Exchange.Consent;
using Google.Protobuf.Collections;
using Enum = System.Enum;

namespace Exchange.Gateway.Contract;

/// <summary>
/// The form of each request, as the contract's comments promise it: what is required is there, and nothing is out of bounds.
/// Whether the covenant knows what it names is decided later.
/// </summary>
internal static partial class RequestRules
{
    private const int MaxActor = 128;
    private const int MinReason = 10;
    private const int MaxReason = 2000;
    private const int MaxNames = 64;
    private const int MaxPageToken = 2048;

    private static Findings Begin(string partnership, string actingRole)
    {
        var findings = new Findings();
        if (!PartnershipId.IsValid(partnership))
            findings.Add("partnership", $"must be 1 to {PartnershipId.MaxLength} lower-case letters, digits and hyphens");
        findings.Name("acting_role", actingRole);
        return findings;
    }

    private static void Key(Findings findings, string key) => findings.Require(
        "idempotency_key",
        key.Length is >= 8 and <= 64 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
        "must be 8 to 64 letters, digits, ., _ and -");

    // What a professional writes down for the log: some text, on lines.
    private static bool IsReason(string text) =>
        text.Length <= MaxReason && !string.IsNullOrWhiteSpace(text) && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));

    private static void Reference(Findings findings, V1.INamesCase request)
    {
        if (request.HasCaseId)
            findings.Id("case_id", request.CaseId);
        else if (request.HasPseudonym)
            findings.Id("pseudonym", request.Pseudonym);
        else if (request.HasAlias)
            findings.Id("alias", request.Alias);
        else
            findings.Add("case_id", "is required, or an alias or a pseudonym");
        if (request.MeetingId.Length > 0)
            findings.Id("meeting_id", request.MeetingId);
        else if (request.HasAlias)
            findings.Add("meeting_id", "is required with an alias");
    }

    private static void Names(Findings findings, string field, RepeatedField<string> names)
    {
        if (!findings.Most(field, names, MaxNames))
            return;
        for (var i = 0; i < names.Count; i++)
            findings.Name($"{field}[{i}]", names[i]);
    }

    private static void Page(Findings findings, int size, int most, string token)
    {
        if (size < 0 || size > most)
            findings.Add("page_size", $"must be 0 to {most}");
        if (token.Length > MaxPageToken)
            findings.Add("page_token", $"is longer than {MaxPageToken} characters");
    }

    private static void Word<T>(Findings findings, string field, T value, T answersOnly = default)
        where T : struct, Enum =>
        findings.Require(
            field,
            Enum.IsDefined(value) && !value.Equals(default(T)) && !value.Equals(answersOnly),
            "is required, and of this version of the contract");
}
