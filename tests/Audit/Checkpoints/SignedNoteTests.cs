using System.Text;

namespace Exchange.Audit.Tests.Checkpoints;

public sealed class SignedNoteTests
{
    // A signature line as C2SP signed-note shows one, of a type that is not ours, under a text with an empty line.
    private const string Example = "Een tekst\nmet een lege regel:\n\nen daarna het eind, om vijf uur 's middags in café De Zon.\n\n"
        + "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    [Fact]
    public void Parse_ALineAsTheSpecificationShows_GivesTextNameAndId()
    {
        var note = Parse(Example)!;

        Assert.EndsWith("\n\nen daarna het eind, om vijf uur 's middags in café De Zon.\n", note.Text, StringComparison.Ordinal);
        var signature = Assert.Single(note.Signatures);
        Assert.Equal(("quasimodo.example/salvatore", 0x367ba04bu, 64), (signature.KeyName, signature.KeyId, signature.Bytes.Length));
        Assert.Equal(Example, note.ToString());
    }

    [Fact]
    public void Parse_ManySignatures_UpToTheLimit()
    {
        var line = Example[Example.IndexOf('—', StringComparison.Ordinal)..];
        Assert.Equal(16, Parse("text\n\n" + string.Concat(Enumerable.Repeat(line, 16)))!.Signatures.Count);
        Assert.Equal(SignedNote.MaxSignatures, Parse("text\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures)))!.Signatures.Count);
        Assert.Null(Parse("text\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures + 1))));
    }

    public static TheoryData<string> Hostile =>
    [
        "",
        "\n",
        "\n\n",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "text\n— name AAAAAAA=\n",                   // no empty line
        "text\n\n— name AAAAAAA=",                   // no newline at the end
        "text\n\n- name AAAAAAA=\n",                 // a hyphen
        "text\n\n—name AAAAAAA=\n",
        "text\n\n— AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",                     // no name
        "text\n\n— na+me AAAAAAA=\n",
        "text\n\n— na\u00a0me AAAAAAA=\n",           // a space that is no U+0020
        "text\n\n— name AAAAAAA= \n",
        "text\n\n— name AAAAAA==\n",                 // four bytes: an id without a signature
        "text\n\n— name AAAAAAB=\n",                 // stray bits
        "text\n\n— name AAAA AAA=\n",
        "text\n\n— name AAAAAAA\n",                  // no padding
        "text\n\n— name AAAAAAA=\nmore\n",
        "te\txt\n\n— name AAAAAAA=\n",
        "text\r\n\n— name AAAAAAA=\n",
        "text\0\n\n— name AAAAAAA=\n",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Parse_AnythingElse_GivesNull(string note) => Assert.Null(Parse(note));

    [Fact]
    public void Parse_TheShortestNote_IsOne() => Assert.NotNull(Parse("text\n\n— name AAAAAAA=\n"));

    [Fact]
    public void Parse_BadUtf8OrTooLong_GivesNull()
    {
        Assert.Null(SignedNote.Parse([.. "te"u8, 0xff, .. "\n\n— name AAAAAAA=\n"u8]));
        Assert.Null(Parse(new string('t', SignedNote.MaxLength) + "\n\n— name AAAAAAA=\n"));
    }

    [Fact]
    public void Parse_AnyByteChanged_NeverThrows()
    {
        var bytes = Encoding.UTF8.GetBytes(Example);
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var value in new byte[] { 0, (byte)'\n', (byte)' ', 0x80, 0xff, (byte)(bytes[i] ^ 1) })
            {
                var (was, _) = (bytes[i], bytes[i] = value);
                _ = SignedNote.Parse(bytes);
                _ = SignedNote.Parse(bytes.AsSpan(0, i));
                bytes[i] = was;
            }
        }

        Assert.NotNull(SignedNote.Parse(bytes));
    }

    private static SignedNote? Parse(string note) => SignedNote.Parse(Encoding.UTF8.GetBytes(note));
}
