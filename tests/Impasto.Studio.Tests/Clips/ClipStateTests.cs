using Impasto.Studio.Clips;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Clips;

public sealed class ClipStateTests
{
    [Fact]
    public void Unpack_gives_what_was_packed_last_without_parts_that_are_being_encoded()
    {
        using var folder = new ScratchFolder();
        string state = Directory.CreateDirectory(folder.File("state")).FullName, file = folder.File("checkpoint");
        File.WriteAllText(Path.Combine(state, "state.json"), "old");
        ClipState.Pack(state, file);
        File.WriteAllText(Path.Combine(state, "state.json"), "new");
        File.WriteAllBytes(Path.Combine(state, "000001.result"), new byte[100_000]);
        File.WriteAllText(Path.Combine(state, "abc.begun.nut"), "half a part");

        ClipState.Pack(state, file);
        ClipState.Unpack(file, folder.File("again"));

        Assert.Equal(
            ["000001.result", "state.json"],
            Directory.GetFiles(folder.File("again")).Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal));
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder.File("again"), "state.json")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
