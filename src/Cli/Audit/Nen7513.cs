using System.Text.Json.Nodes;
using Exchange.V1;

namespace Exchange.Cli.Audit;

/// <summary>
/// An entry with the field names of NEN 7513 (logging of who used a client's file), which are those of RFC 3881 and ISO 27789. The client
/// is the person whom the case is about, under the case's pseudonym.
/// </summary>
internal static class Nen7513
{
    private const int Success = 0, MinorFailure = 4; // RFC 3881 §5.1.4
    private const int Person = 1, Patient = 1; // RFC 3881 §5.5.1 and §5.5.2

    public static JsonObject Of(LogEntry entry, string partnership)
    {
        var written = new JsonObject
        {
            ["EventID"] = entry.Event,
            ["EventActionCode"] = Action(entry.Event),
            ["EventDateTime"] = LogLines.Moment(entry.Time),
            ["EventOutcomeIndicator"] = entry.Outcome == LogOutcome.Refused ? MinorFailure : Success,
            ["AuditSourceID"] = $"exchange/{partnership}/{entry.Index}",
            ["AuditSourceTypeCode"] = "4", // RFC 3881 §5.4.3: application server
        };
        if (entry.Caller is { } caller)
        {
            written["AuditEnterpriseSiteID"] = caller.Controller;
            written["Users"] = new JsonArray(new JsonObject
            {
                ["UserID"] = caller.Actor.Length > 0 ? caller.Actor : caller.Partner,
                ["AlternativeUserID"] = caller.Partner,
                ["UserIsRequestor"] = true,
                ["RoleIDCode"] = caller.Role,
                ["PurposeOfUse"] = entry.Purpose,
            });
        }

        if (entry.CasePseudonym.Length > 0)
        {
            written["ParticipantObjects"] = new JsonArray(new JsonObject
            {
                ["ParticipantObjectTypeCode"] = Person,
                ["ParticipantObjectTypeCodeRole"] = Patient,
                ["ParticipantObjectIDTypeCode"] = "case pseudonym",
                ["ParticipantObjectID"] = entry.CasePseudonym,
                ["ParticipantObjectDetail"] = new JsonArray([.. entry.Decisions.Select(Detail)]),
            });
        }

        if (entry.Details.Any(d => d is { Name: "break_glass", Value: "true" }))
            written["EventTypeCode"] = "noodtoegang";
        written["AutorisatieProtocol"] = Convert.ToHexStringLower(entry.CovenantDigest.Span); // the covenant that decided
        return written;
    }

    private static JsonNode Detail(LogDecision decision) => new JsonObject
    {
        ["category"] = decision.Category,
        ["source"] = decision.Source,
        ["level"] = decision.Level,
        ["article"] = decision.Article,
        ["released"] = decision.Released,
    };

    // RFC 3881 §5.1.2: create, read, update, delete, execute.
    private static string Action(string kind) => kind switch
    {
        "case_opened" or "section_contributed" or "document_attached" or "meeting_planned" or "sources_asked" or "signing_key_made" or "covenant_proposed" => "C",
        "section_withdrawn" or "key_destroyed" => "D",
        "meeting_closed" or "team_changed" or "source_answered" or "covenant_activated" or "covenant_signed" => "U",
        "call_refused" or "handshakes_refused" or "glass_broken" or "recognition_reported" or "question_sent" or "question_answered" => "E",
        _ => "R",
    };
}
