using System.Buffers;
using System.Text.Json;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Endpoints;
using Exchange.Gateway.Hosting;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;

namespace Exchange.Gateway.Rest;

/// <summary>
/// OpenID AuthZEN Authorization API 1.0, sections 6 and 7: <c>POST /access/v1/evaluation</c> and <c>/access/v1/evaluations</c>, over the
/// engine that decides about cases. How its subject, action, resource and context are read: docs/authzen.md.
/// </summary>
internal sealed class AuthZenEndpoint(RestCalls calls, EvaluateAccess evaluateAccess, TimeProvider time)
{
    private const string Json = "application/json";

    /// <summary>The header with the nonce under which the log holds the HMAC of each answer, in base64.</summary>
    public const string NonceHeader = "exchange-nonce";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public Task EvaluateAsync(HttpContext context) => AnswerAsync(context, "access/v1/evaluation", (reader, request) => reader.ReadOne(request));

    public Task EvaluateSeveralAsync(HttpContext context) => AnswerAsync(context, "access/v1/evaluations", (reader, request) => reader.ReadSeveral(request));

    private async Task AnswerAsync(HttpContext context, string method, Func<EvaluationReader, JsonElement, IReadOnlyList<AccessEvaluation>> read)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            await Problems.WriteAsync(
                context, new Refusal(RefusalReason.RequestUnreadable, $"The request must be {Json}."), StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        // 1. What is asked, and by whom?
        var reader = new EvaluationReader(AmsterdamCalendar.DayOf(time.GetUtcNow()));
        IReadOnlyList<AccessEvaluation> asked = [];
        try
        {
            using var request = await JsonDocument.ParseAsync(context.Request.Body, Strict, context.RequestAborted);
            asked = read(reader, request.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            reader.Unreadable(); // the last of these: half a character
        }

        var admitted = await calls.AdmitAsync(context, method, reader.Violations, reader.HasUnknownMembers);
        if (admitted.Value is not { } caller)
        {
            await Problems.WriteAsync(context, admitted.Refusal!);
            return;
        }

        // 2. What would the covenant decide?
        var outcome = await evaluateAccess.HandleAsync(caller, asked, reader.Semantic, Encode, context.RequestAborted);
        if (outcome.Value is not { } released)
        {
            await Problems.WriteAsync(context, outcome.Refusal!);
            return;
        }

        // 3. Answer in the bytes of which the log holds the HMACs.
        context.Response.ContentType = Json;
        context.Response.Headers[NonceHeader] = Convert.ToBase64String(released[0].Nonce.Span);
        context.Response.Headers[Problems.ReceiptHeader] = string.Join(',', released.Select(r => Convert.ToBase64String(Receipts.Message(r.Receipt).ToByteArray())));
        await context.Response.BodyWriter.WriteAsync(reader.IsSeveral ? Several(released) : released[0].Message, context.RequestAborted);
    }

    private static byte[] Several(IReadOnlyList<Released<byte[]>> released)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("evaluations");
            foreach (var one in released)
                json.WriteRawValue(one.Message);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static Encoded<byte[]> Encode(EvaluatedAccess evaluated)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteBoolean("decision", evaluated.IsPermitted);
            json.WriteStartObject("context");
            json.WriteString("level", Words.Of(evaluated.Decision.Level));
            json.WriteString("article", evaluated.Decision.Article);
            json.WriteString("reason", Words.Of(evaluated.Decision.Reason));
            json.WriteString("covenant", Convert.ToHexStringLower(evaluated.Covenant.Span));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var bytes = body.WrittenSpan.ToArray();
        return new Encoded<byte[]>(bytes, bytes);
    }
}

/// <summary>Maps the endpoints.</summary>
internal static class AuthZen
{
    public static void MapAuthZen(this WebApplication app, LimitOptions limits)
    {
        app.MapPost("/access/v1/evaluation", Behind((endpoint, context) => endpoint.EvaluateAsync(context)));
        app.MapPost("/access/v1/evaluations", Behind((endpoint, context) => endpoint.EvaluateSeveralAsync(context)));

        // Nothing is made before a request comes: the stores are opened when the gateway starts.
        RequestDelegate Behind(Func<AuthZenEndpoint, HttpContext, Task> answer) => new RestBarrier(
            context => answer(context.RequestServices.GetRequiredService<AuthZenEndpoint>(), context),
            limits.CallWithin,
            app.Services.GetRequiredService<TimeProvider>(),
            app.Services.GetRequiredService<ILogger<RestBarrier>>()).InvokeAsync;
    }
}
