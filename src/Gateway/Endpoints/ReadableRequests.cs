using Exchange.Commands;
using Exchange.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>
/// Binds a service so that bytes which are no message of the type that a method takes are refused with their reason. gRPC itself would
/// say that a handler failed, and a stream's handler that the records, or the caller, are gone: to .NET what is no protobuf is an I/O fault.
/// </summary>
internal sealed class ReadableRequests(ServiceBinderBase binder) : ServiceBinderBase
{
    private static readonly Refusal Unreadable = new(
        RefusalReason.RequestUnreadable, "The bytes of a message are no protobuf message of the type that the RPC takes.");

    /// <summary>Reads a request.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    public static T Read<T>(Func<DeserializationContext, T> read, DeserializationContext context)
    {
        try
        {
            return read(context);
        }
        catch (InvalidProtocolBufferException)
        {
            throw RichError.ToRpcException(Unreadable);
        }
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(Refusing(method), handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(Refusing(method), handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(Refusing(method), handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(Refusing(method), handler);

    private static Method<TRequest, TResponse> Refusing<TRequest, TResponse>(Method<TRequest, TResponse> method) => new(
        method.Type,
        method.ServiceName,
        method.Name,
        Marshallers.Create(
            method.RequestMarshaller.ContextualSerializer, context => Read(method.RequestMarshaller.ContextualDeserializer, context)),
        method.ResponseMarshaller);
}
