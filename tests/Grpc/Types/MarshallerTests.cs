using System.Buffers;
using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class MarshallerTests
{
    [Fact]
    public void MarshallerOfArrays_WorksWithContexts()
    {
        var writing = new ArrayWriting();
        Marshallers.StringMarshaller.ContextualSerializer("é", writing);

        Assert.Equal("é"u8.ToArray(), writing.Payload);
        Assert.Equal("é", Marshallers.StringMarshaller.ContextualDeserializer(new ArrayReading(writing.Payload!)));
    }

    [Fact]
    public void MarshallerOfContexts_OffersNoArrays()
    {
        var marshaller = Marshallers.Create<string>((_, context) => context.Complete([1]), context => $"{context.PayloadLength}");

        Assert.Equal("1", marshaller.ContextualDeserializer(new ArrayReading([7])));
        Assert.Throws<NotSupportedException>(() => marshaller.Serializer("x"));
        Assert.Throws<NotSupportedException>(() => marshaller.Deserializer([1]));
    }

    [Fact]
    public void SerializationContext_RefusesWhatItsTransportDoesNotOffer()
    {
        var context = new ArrayWriting();

        Assert.Throws<NotSupportedException>(context.Complete);
        Assert.Throws<NotSupportedException>(context.GetBufferWriter);
        Assert.Throws<NotSupportedException>(() => context.SetPayloadLength(1));
    }

    [Fact]
    public void DeserializationContext_OffersItsArrayAsASequence() =>
        Assert.Equal([1, 2], new ArrayReading([1, 2]).PayloadAsReadOnlySequence().ToArray());

    private sealed class ArrayWriting : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class ArrayReading(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
