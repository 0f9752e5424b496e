using System.Buffers;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>
/// <c>exchange.v1.DossierService/GetBasisdossier</c>, before the generated stub: what leaves is serialised once, and is the very
/// bytes of which the log holds the HMAC.
/// </summary>
[BindServiceMethod(typeof(BasisdossierEndpoint), nameof(Bind))]
internal class BasisdossierEndpoint(CallReader calls, GetBasisdossier getBasisdossier, EncodedSections sections)
{
    /// <summary>A response as it leaves.</summary>
    /// <param name="Bytes">The message.</param>
    internal sealed record Response(ReadOnlyMemory<byte> Bytes);

    private static readonly Method<GetBasisdossierRequest, Response> Method = new(
        MethodType.Unary,
        DossierService.Descriptor.FullName,
        nameof(GetBasisdossier),
        Marshallers.Create(
            (_, _) => throw new NotSupportedException("A gateway sends no requests."),
            context => ReadableRequests.Read(c => GetBasisdossierRequest.Parser.ParseFrom(c.PayloadAsReadOnlySequence()), context)),
        Marshallers.Create<Response>(Write, _ => throw new NotSupportedException("A gateway reads no responses.")));

    public static void Bind(ServiceBinderBase binder, BasisdossierEndpoint? endpoint) =>
        binder.AddMethod(Method, endpoint is null ? null : endpoint.GetBasisdossier);

    // Virtual, or gRPC does not find it.
    public virtual async Task<Response> GetBasisdossier(GetBasisdossierRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getBasisdossier.HandleAsync(
            caller,
            new BasisdossierRequest(
                request.Purpose,
                References.Case(request),
                request.Categories,
                request.PageSize,
                request.PageToken)
            {
                AnswerBy = context.Deadline == DateTime.MaxValue ? null : new DateTimeOffset(context.Deadline),
            },
            Encode,
            context.CancellationToken);
        return outcome.Answer(context);
    }

    private Encoded<Response> Encode(BasisdossierPage page)
    {
        var bytes = Views.Write(page, sections);
        return new Encoded<Response>(new Response(bytes), bytes);
    }

    private static void Write(Response response, SerializationContext context)
    {
        context.SetPayloadLength(response.Bytes.Length);
        context.GetBufferWriter().Write(response.Bytes.Span);
        context.Complete();
    }
}
