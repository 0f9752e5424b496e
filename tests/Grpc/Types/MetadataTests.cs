using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class MetadataTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void Key_IsLowerCase()
    {
        Assert.Equal("x-mixed.key_1", new Metadata.Entry("X-Mixed.Key_1", "v").Key);
        Assert.Equal("x-raw-bin", new Metadata.Entry("X-Raw-BIN", Bytes).Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("a[")]
    [InlineData("a/b")]
    [InlineData(":path")]
    [InlineData("line\nbreak")]
    [InlineData("accént")]
    [InlineData("\u212Aelvin")] // lowers into a plain k, but is not one
    public void Key_WithOtherCharacters_IsRefused(string key) => Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "v"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("a", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("a-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata().Add(null!));
    }

    [Fact]
    public void BinSuffix_GoesWithBytesAndOnlyWithBytes()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("A-BIN", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", Bytes));
        Assert.True(new Metadata.Entry("a-bin", Bytes).IsBinary);
        Assert.False(new Metadata.Entry("a", "text").IsBinary);
        Assert.Equal("-bin", Metadata.BinaryHeaderSuffix);
    }

    [Fact]
    public void BinaryEntry_HasNoTextAndKeepsItsBytes()
    {
        byte[] given = [1, 2, 3];
        var entry = new Metadata.Entry("a-bin", given);

        given[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal(Bytes, entry.ValueBytes);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
        Assert.Equal("[Entry: key=a-bin, valueBytes=System.Byte[]]", entry.ToString());
    }

    [Fact]
    public void TextEntry_HasBytesToo()
    {
        var entry = new Metadata.Entry("a", "Text");

        Assert.Equal("Text"u8.ToArray(), entry.ValueBytes);
        Assert.Equal("[Entry: key=a, value=Text]", entry.ToString());
    }

    [Fact]
    public void Get_GivesTheLastInWhateverCase()
    {
        var metadata = new Metadata { { "a", "1" }, { "a", "2" }, { "b-bin", Bytes } };

        Assert.Equal("2", metadata.Get("A")?.Value);
        Assert.Equal("2", metadata.GetValue("a"));
        Assert.Equal(Bytes, metadata.GetValueBytes("B-Bin"));
        Assert.Equal(["1", "2"], metadata.GetAll("A").Select(entry => entry.Value));
        Assert.Null(metadata.Get("none"));
        Assert.Null(metadata.GetValue("none"));
        Assert.Null(metadata.GetValueBytes("none"));
        Assert.Empty(metadata.GetAll("none"));
        Assert.Throws<InvalidOperationException>(() => metadata.GetValue("b-bin"));
    }

    [Fact]
    public void List_KeepsTheOrder()
    {
        var second = new Metadata.Entry("b", "2");
        var metadata = new Metadata { { "a", "1" }, second };

        metadata.Insert(0, new Metadata.Entry("c", "3"));
        Assert.Equal("c a b", string.Join(' ', metadata.Select(entry => entry.Key)));
        Assert.Equal(2, metadata.IndexOf(second));
        Assert.True(metadata.Remove(second));
        Assert.DoesNotContain(second, metadata);
        metadata.RemoveAt(0);
        metadata[0] = second;
        Assert.Same(second, Assert.Single(metadata));
        metadata.Clear();
        Assert.Empty(metadata);
        Assert.False(metadata.IsReadOnly);
    }

    [Fact]
    public void Empty_CannotBeChanged()
    {
        var entry = new Metadata.Entry("a", "1");

        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "1"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a-bin", Bytes));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Insert(0, entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Remove(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Clear());
        Assert.Empty(Metadata.Empty);
    }
}
