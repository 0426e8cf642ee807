using Impasto.Cli.Shell;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Shell;

public sealed class FullEditionTests
{
    [Theory]
    [InlineData("stylize a.jpg b.jpg", null)]
    [InlineData("stylize a.jpg b.jpg --device cpu", null)]
    [InlineData("stylize studio distill --device auto", null)]
    [InlineData("stylize a.jpg b.jpg --device nonsense", null)]
    [InlineData("stylize a.jpg b.jpg --device", null)]
    [InlineData("stylize a.jpg b.jpg --device cuda:1", "--device cuda:1")]
    [InlineData("replay a.png --device=mps", "--device mps")]
    [InlineData("studio --port 0", "studio")]
    [InlineData("worker --help", "worker")]
    [InlineData("distill", "distill")]
    [InlineData("learn a.jpg -o a.style", "learn")]
    [InlineData("export a.style", null)]
    [InlineData("", null)]
    public void NeedOf_call_is_the_part_that_needs_it(string call, string? need) => Assert.Equal(
        need, FullEdition.NeedOf(call.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Find_looks_beside_the_program_and_then_in_the_path()
    {
        using var folder = new ScratchFolder();
        string name = OperatingSystem.IsWindows() ? "impasto-full.exe" : "impasto-full";
        string own = folder.File("own"), other = folder.File("other");
        string path = string.Join(Path.PathSeparator, folder.File("missing"), "", other);

        Assert.Null(FullEdition.Find(own, null));
        Assert.Null(FullEdition.Find(own, path));
        foreach (string place in (string[])[other, own])
        {
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, name), "");
            Assert.Equal(Path.Combine(place, name), FullEdition.Find(own, path));
        }
    }
}
