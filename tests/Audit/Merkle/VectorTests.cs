using System.Text.Json;

namespace Exchange.Audit.Tests;

/// <summary>The proof vectors of transparency-dev/merkle, read where they are.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Verify_InclusionVectors_AgreesWithEach() => CheckAll("inclusion", v =>
        InclusionProof.Verify(Number(v, "leafIdx"), Number(v, "treeSize"), Bytes(v, "leafHash"), Proof(v), Bytes(v, "root")));

    [Fact]
    public void Verify_ConsistencyVectors_AgreesWithEach() => CheckAll("consistency", v =>
        ConsistencyProof.Verify(Number(v, "size1"), Number(v, "size2"), Bytes(v, "root1"), Bytes(v, "root2"), Proof(v)));

    private static void CheckAll(string kind, Func<JsonElement, bool> verify)
    {
        var folder = SharedFolder.Find(Path.Combine("vectors", "merkle", "testdata", kind));
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        var accepted = 0;
        foreach (var file in files)
        {
            var vector = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            var expected = !vector.GetProperty("wantErr").GetBoolean();
            Assert.True(expected == verify(vector), $"{Path.GetRelativePath(folder, file)}: accepted should be {expected}");
            accepted += expected ? 1 : 0;
        }
        Assert.True(files.Length > 80, "the folder holds too few vectors to mean anything");
        Assert.True(accepted > 0, "no vector is to be accepted");
    }

    // Sizes are unsigned there; ours are not, and what does not fit is negative and refused.
    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static byte[] Bytes(JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();

    private static List<ReadOnlyMemory<byte>> Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof
            ? [.. proof.EnumerateArray().Select(p => new ReadOnlyMemory<byte>(p.GetBytesFromBase64()))]
            : [];
}
