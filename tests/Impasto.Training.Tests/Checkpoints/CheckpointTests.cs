using Impasto.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Checkpoints;

[Collection("libtorch")]
public sealed class CheckpointTests : IDisposable
{
    private readonly TrainingFolder _folder = new();

    [Fact]
    public void Read_gives_back_what_was_written()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = tensor(new[] { 1.5f, -2, 3e-9f, 4 }, [2, 2]), restored = zeros([2, 2]);
        float[] numbers = [1, 2, 3, 4, 5, 6], found = new float[6];
        Checkpoint.Write(Path, state => Visit(state, weight, numbers), step: 41);

        Checkpoint.Read(Path, state => Visit(state, restored, found));

        Assert.Equal(41, Checkpoint.Steps(Path));
        Assert.Equal(weight.data<float>(), restored.data<float>());
        Assert.Equal(numbers, found);
    }

    [Fact]
    public void Read_of_another_shape_or_name_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Checkpoint.Write(Path, state => Visit(state, zeros([2, 2]), new float[6]), step: 1);

        string shape = Assert.Throws<WeightsException>(
            () => Checkpoint.Read(Path, state => state.Visit("weight", zeros([4])))).Message;
        Assert.Throws<WeightsException>(() => Checkpoint.Read(Path, state => state.Visit("bias", zeros([2, 2]))));

        Assert.Contains("expected weight of 4 values", shape, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_of_a_file_without_a_step_is_refused() =>
        Assert.Contains(
            "is not a training's checkpoint",
            Assert.Throws<WeightsException>(() => Checkpoint.Steps(_folder.Teacher)).Message,
            StringComparison.Ordinal);

    private string Path => _folder.File("state.checkpoint");

    private static void Visit(StateExchange state, Tensor weight, float[] numbers)
    {
        state.Visit("weight", weight);
        state.Visit("numbers", numbers, columns: 3);
    }

    public void Dispose() => _folder.Dispose();
}
