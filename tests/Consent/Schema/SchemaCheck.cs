using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Exchange.Consent.Tests;

/// <summary>
/// As much of JSON Schema (draft 2020-12) as the covenant's schema uses, and not a keyword more: a keyword that is not here fails, so
/// that nothing in the schema goes unchecked.
/// </summary>
internal sealed class SchemaCheck(JsonObject root)
{
    /// <summary>The schema without references.</summary>
    public JsonObject Resolve(JsonNode schema) =>
        schema is JsonObject found && found["$ref"] is { } reference
            ? Resolve(root["$defs"]![((string)reference!)["#/$defs/".Length..]]!)
            : (JsonObject)schema;

    /// <summary>What of the value does not conform, as places and keywords; nothing when all does.</summary>
    public IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string at = "")
    {
        if (schema is JsonValue constant)
            return (bool)constant! ? [] : [$"{at}: not allowed"];
        return ((JsonObject)schema).SelectMany(keyword => Of(keyword.Key, keyword.Value!, (JsonObject)schema, value, at));
    }

    private bool Conforms(JsonNode schema, JsonNode? value) => !Errors(schema, value).Any();

    private IEnumerable<string> Of(string keyword, JsonNode argument, JsonObject schema, JsonNode? value, string at)
    {
        var (map, list) = (value as JsonObject, value as JsonArray);
        double? number = TypeOf(value) is "integer" or "number" ? double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture) : null;
        var text = TypeOf(value) == "string" ? (string)value! : null;
        switch (keyword)
        {
            case "$schema" or "$defs" or "title" or "description" or "then":
                return [];
            case "$ref":
                return Errors(Resolve(schema), value, at);
            case "type":
                var types = argument is JsonArray several ? several.Select(type => (string)type!) : [(string)argument!];
                return Unless(types.Any(type => type == TypeOf(value) || (type == "number" && TypeOf(value) == "integer")), at, keyword);
            case "enum":
                return Unless(((JsonArray)argument).Any(one => JsonNode.DeepEquals(one, value)), at, keyword);
            case "const":
                return Unless(JsonNode.DeepEquals(argument, value), at, keyword);
            case "pattern":
                return Unless(text is null || Regex.IsMatch(text, (string)argument!, RegexOptions.None, TimeSpan.FromSeconds(1)), at, keyword);
            case "maxLength":
                return Unless(text is null || text.Length <= (int)argument, at, keyword);
            case "minimum":
                return Unless(number is null || number >= (double)argument, at, keyword);
            case "maximum":
                return Unless(number is null || number <= (double)argument, at, keyword);
            case "minItems":
                return Unless(list is null || list.Count >= (int)argument, at, keyword);
            case "items":
                return list is null ? [] : list.SelectMany((item, i) => Errors(argument, item, $"{at}/{i}"));
            case "minProperties":
                return Unless(map is null || map.Count >= (int)argument, at, keyword);
            case "required":
                return Unless(map is null || ((JsonArray)argument).All(key => map.ContainsKey((string)key!)), at, keyword);
            case "dependentRequired":
                return map is null ? [] : ((JsonObject)argument).Where(pair => map.ContainsKey(pair.Key)).SelectMany(pair => Of("required", pair.Value!, schema, value, at));
            case "propertyNames":
                return map is null ? [] : map.SelectMany(pair => Errors(argument, JsonValue.Create(pair.Key), $"{at}/{pair.Key}"));
            case "properties":
                return map is null ? [] : ((JsonObject)argument).Where(pair => map.ContainsKey(pair.Key)).SelectMany(pair => Errors(pair.Value!, map[pair.Key], $"{at}/{pair.Key}"));
            case "additionalProperties":
                var known = schema["properties"] as JsonObject;
                return map is null ? [] : map.Where(pair => known?.ContainsKey(pair.Key) != true).SelectMany(pair => Errors(argument, pair.Value, $"{at}/{pair.Key}"));
            case "anyOf":
                return Unless(((JsonArray)argument).Any(one => Conforms(one!, value)), at, keyword);
            case "oneOf":
                return Unless(((JsonArray)argument).Count(one => Conforms(one!, value)) == 1, at, keyword);
            case "allOf":
                return ((JsonArray)argument).SelectMany(one => Errors(one!, value, at));
            case "if":
                return Conforms(argument, value) ? Errors(schema["then"]!, value, at) : [];
            default:
                throw new NotSupportedException($"The schema uses '{keyword}', which this check does not know.");
        }
    }

    private static IEnumerable<string> Unless(bool holds, string at, string keyword) => holds ? [] : [$"{at}: {keyword}"];

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-') ? "integer" : "number",
            _ => "boolean",
        },
    };

    /// <summary>A YAML text as an editor sees it: plain numbers, true and false are what they are, all else is a string.</summary>
    public static JsonNode? Json(string yaml) => Json(YamlTree.Read(yaml, new Mistakes())!);

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Json(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlText { IsAbsent: true } => null,
        YamlText { Plain: true, Value: "true" } => JsonValue.Create(true),
        YamlText { Plain: true, Value: "false" } => JsonValue.Create(false),
        YamlText { Plain: true } text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        YamlText { Plain: true } text when decimal.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlText text => JsonValue.Create(text.Value),
        _ => throw new NotSupportedException(),
    };
}
