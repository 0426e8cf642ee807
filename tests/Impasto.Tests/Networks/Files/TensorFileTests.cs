using Impasto.Networks.Files;

namespace Impasto.Tests.Networks.Files;

public sealed class TensorFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Read_gives_back_what_was_written()
    {
        NamedTensor weight = new("weight", [2, 3], [1, -2, 3.5f, 0, 1e-9f, 6]), scalar = new("scalar", [], [7]);
        TensorFile.Write(Path, [weight, scalar], new Dictionary<string, string> { ["name"] = "a" });

        var file = TensorFile.Open(Path);

        Assert.Equal(weight.Values, file.Read("weight"));
        Assert.Equal([2, 3], file.Tensors["weight"].Shape);
        Assert.Equal([7], file.Read("scalar"));
        Assert.Equal("a", file.Metadata["name"]);
    }

    [Fact]
    public void Write_half_rounds_to_float16()
    {
        TensorFile.Write(
            Path, [new NamedTensor("weight", [2], [1.0001f, 70000])], new Dictionary<string, string>(), half: true);

        Assert.Equal([1, float.PositiveInfinity], TensorFile.Open(Path).Read("weight"));
    }

    [Fact]
    public void Read_of_a_missing_tensor_names_the_file_and_the_tensor()
    {
        TensorFile.Write(Path, [new NamedTensor("weight", [1], [1])], new Dictionary<string, string>());
        var file = TensorFile.Open(Path);

        Assert.Equal(
            $"The weight file '{Path}' can't be used: it lacks bias.",
            Assert.Throws<WeightsException>(() => file.Read("bias")).Message);
    }

    [Fact]
    public void Read_of_a_file_that_was_deleted_meanwhile_names_the_file()
    {
        TensorFile.Write(Path, [new NamedTensor("weight", [1], [1])], new Dictionary<string, string>());
        var file = TensorFile.Open(Path);
        File.Delete(Path);

        Assert.Contains(
            Path, Assert.Throws<WeightsException>(() => file.Read("weight")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_tensors_are_refused_before_the_file_is_touched()
    {
        NamedTensor one = new("weight", [1], [1]);

        Assert.Throws<ArgumentException>(() => new NamedTensor("weight", [2, 2], new float[3]));
        Assert.Throws<ArgumentException>(() => new NamedTensor("weight", [-1], []));
        Assert.Throws<ArgumentException>(() => TensorFile.Write(Path, [one, one], new Dictionary<string, string>()));
        Assert.False(File.Exists(Path));
    }

    private string Path => _folder.File("tensors.safetensors");

    public void Dispose() => _folder.Dispose();
}
