using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>The last hop of every RPC: the message with its evidence in the trailers, or the refusal with its receipt.</summary>
internal static class Answers
{
    /// <summary>The trailer with the nonce under which the log holds the HMAC of the response.</summary>
    public const string NonceTrailer = "exchange-nonce-bin";

    public static T OrThrow<T>(this Outcome<T> outcome)
        where T : class => outcome.Value ?? throw RichError.ToRpcException(outcome.Refusal!);

    public static T Answer<T>(this Outcome<Released<T>> outcome, ServerCallContext context)
    {
        var released = outcome.OrThrow();
        context.ResponseTrailers.Add(NonceTrailer, released.Nonce.ToArray());
        context.ResponseTrailers.Add(Receipts.Trailer(released.Receipt));
        return released.Message;
    }

    /// <summary>Begins a stream: its messages' nonce goes ahead of them, and once more in the trailer.</summary>
    public static Task BeginStreamAsync(this ServerCallContext context, ReadOnlyMemory<byte> nonce)
    {
        context.ResponseTrailers.Add(NonceTrailer, nonce.ToArray());
        return context.WriteResponseHeadersAsync(new Metadata { { NonceTrailer, nonce.ToArray() } });
    }

    public static Encoded<T> Encode<T>(T message)
        where T : class, IMessage<T> => new(message, message.ToByteArray());
}
