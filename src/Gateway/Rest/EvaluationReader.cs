using System.Globalization;
using System.Text.Json;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Gateway.Rest;

/// <summary>
/// Reads what OpenID AuthZEN 1.0 asks as questions to the covenant (docs/authzen.md). Strict about members, so that nothing that could
/// have been a restriction is passed over; a word that means nothing, and one that is left out, is an unknown input.
/// </summary>
/// <param name="today">The Amsterdam day, unless a question names another.</param>
internal sealed class EvaluationReader(DateOnly today)
{
    private const int LongestWord = 64, MostRoles = 32;

    private static readonly string[] Parts = ["subject", "action", "resource", "context"];

    private readonly List<FieldViolation> _violations = [];

    public IReadOnlyList<FieldViolation> Violations => _violations;

    /// <summary>Whether a member came that nobody knows.</summary>
    public bool HasUnknownMembers { get; private set; }

    public EvaluationSemantic Semantic { get; private set; }

    /// <summary>Whether several are asked; one is answered as one.</summary>
    public bool IsSeveral { get; private set; }

    public void Unreadable() => _violations.Add(new FieldViolation("$", "must be one JSON object in UTF-8, without a member twice"));

    /// <summary>Reads a request to <c>/access/v1/evaluation</c>.</summary>
    public IReadOnlyList<AccessEvaluation> ReadOne(JsonElement request)
    {
        if (!IsObject(request, "$"))
            return [];
        Only(request, Parts);
        return [ReadOne(request, default, "")];
    }

    /// <summary>Reads a request to <c>/access/v1/evaluations</c>: its members are the defaults of those of each evaluation.</summary>
    public IReadOnlyList<AccessEvaluation> ReadSeveral(JsonElement request)
    {
        if (!IsObject(request, "$"))
            return [];
        Only(request, [.. Parts, "evaluations", "options"]);
        if (request.TryGetProperty("options", out var options) && IsObject(options, "options"))
        {
            Only(options, ["evaluations_semantic"]);
            var word = Text(options, "evaluations_semantic", "options");
            Semantic = word switch
            {
                "deny_on_first_deny" => EvaluationSemantic.DenyOnFirstDeny,
                "permit_on_first_permit" => EvaluationSemantic.PermitOnFirstPermit,
                _ => EvaluationSemantic.ExecuteAll,
            };
            Require(word is null or "execute_all" or "deny_on_first_deny" or "permit_on_first_permit", "options.evaluations_semantic", "is none of this version of AuthZEN");
        }

        if (!request.TryGetProperty("evaluations", out var evaluations) || evaluations is { ValueKind: JsonValueKind.Array } && evaluations.GetArrayLength() == 0)
            return [ReadOne(request, default, "")];
        var holds = evaluations.ValueKind == JsonValueKind.Array && evaluations.GetArrayLength() <= EvaluateAccess.MaxEvaluations;
        Require(holds, "evaluations", $"must be a list of at most {EvaluateAccess.MaxEvaluations}");
        IsSeveral = true;
        return holds ? [.. evaluations.EnumerateArray().Select((one, i) => ReadMember(one, request, $"evaluations[{i}]"))] : [];
    }

    private AccessEvaluation ReadMember(JsonElement one, JsonElement defaults, string path)
    {
        if (IsObject(one, path))
            Only(one, Parts);
        return ReadOne(one, defaults, path + ".");
    }

    private AccessEvaluation ReadOne(JsonElement one, JsonElement defaults, string path)
    {
        var (subject, action, resource, context) = (Part("subject"), Part("action"), Part("resource"), Part("context", required: false));
        Only(subject, ["type", "id", "properties"]);
        Only(action, ["name", "properties"]);
        Only(resource, ["type", "id", "properties"]);
        Only(context, ["forum", "case", "consent", "date", "restriction", "minor"]);
        Require(Text(subject, "type", path + "subject") == "partner", path + "subject.type", "must be partner");
        Require(Text(resource, "type", path + "resource") == "category", path + "resource.type", "must be category");
        var (who, how, what) = (Properties(subject, path + "subject", ["role", "roles", "relation"]), Properties(action, path + "action", ["level"]), Properties(resource, path + "resource", ["source", "secrecy", "handling"]));

        var role = Text(who, "role", path + "subject.properties");
        var level = Text(how, "level", path + "action.properties");
        var atLeast = level is null ? Level.Existence : Words.Parse<Level>(level);
        Require(atLeast > Level.None, path + "action.properties.level", "must be existence, anonymised, pseudonymised or full");
        var date = Text(context, "date", path + "context");
        DateOnly? day = date is null ? today : DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var named) ? named : null;
        var input = new DecisionInput(
            Partner: Required(subject, "id", path + "subject"),
            Role: role,
            Roles: Roles(who, path + "subject.properties.roles") ?? (role is null ? null : [role]),
            Relation: Words.Parse<Relation>(Text(who, "relation", path + "subject.properties")),
            Forum: Text(context, "forum", path + "context"),
            Purpose: Required(action, "name", path + "action"),
            Case: Words.Parse<CaseState>(Text(context, "case", path + "context")),
            Consent: Words.Parse<ConsentStatus>(Text(context, "consent", path + "context")),
            Secrecy: Words.Parse<Secrecy>(Text(what, "secrecy", path + "resource.properties")),
            Handling: Words.Parse<Handling>(Text(what, "handling", path + "resource.properties")),
            Category: Required(resource, "id", path + "resource"),
            Source: Text(what, "source", path + "resource.properties"),
            Date: day,
            Restriction: Text(context, "restriction", path + "context") is { } restriction ? Words.Parse<Restriction>(restriction) : Restriction.None,
            Minor: Words.Parse<Minority>(Text(context, "minor", path + "context")));
        return new AccessEvaluation(input, atLeast ?? Level.Full);

        JsonElement Part(string name, bool required = true)
        {
            if ((one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out var part))
                || (defaults.ValueKind == JsonValueKind.Object && defaults.TryGetProperty(name, out part)))
            {
                return IsObject(part, path + name) ? part : default;
            }

            Require(!required, path + name, "is required");
            return default;
        }
    }

    private JsonElement Properties(JsonElement of, string path, string[] known)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty("properties", out var properties) || !IsObject(properties, path + ".properties"))
            return default;
        Only(properties, known);
        return properties;
    }

    private IReadOnlyCollection<string>? Roles(JsonElement of, string path)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty("roles", out var roles) || roles.ValueKind == JsonValueKind.Null)
            return null;
        var holds = roles.ValueKind == JsonValueKind.Array && roles.GetArrayLength() is > 0 and <= MostRoles && roles.EnumerateArray().All(r => r.ValueKind == JsonValueKind.String);
        Require(holds, path, $"must be a list of 1 to {MostRoles} names");
        return holds ? [.. roles.EnumerateArray().Select(r => r.GetString()!)] : null;
    }

    private string? Required(JsonElement of, string member, string path)
    {
        var text = Text(of, member, path);
        Require(of.ValueKind != JsonValueKind.Object || !string.IsNullOrEmpty(text), $"{path}.{member}", "is required");
        return text;
    }

    private string? Text(JsonElement of, string member, string path)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        Require(text is { Length: > 0 and <= LongestWord } && !text.Any(char.IsControl), $"{path}.{member}", $"must be a text of 1 to {LongestWord} characters without control characters");
        return text;
    }

    private void Only(JsonElement of, IReadOnlyCollection<string> known)
    {
        if (of.ValueKind == JsonValueKind.Object)
            HasUnknownMembers |= of.EnumerateObject().Any(member => !known.Contains(member.Name));
    }

    private bool IsObject(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Object, path, "must be an object");
        return value.ValueKind == JsonValueKind.Object;
    }

    private void Require(bool holds, string field, string description)
    {
        if (!holds)
            _violations.Add(new FieldViolation(field, description));
    }
}
