using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests;

public sealed class MuonStateTests
{
    [Theory]
    [InlineData(24, 60)]
    [InlineData(60, 24)]
    public void Orthogonal_makes_all_singular_values_alike_and_keeps_their_directions(int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(5);
        Tensor matrix = randn([rows, columns], generator: generator) * logspace(0, -1.5, columns);
        (Tensor left, Tensor values, Tensor right) = linalg.svd(matrix, fullMatrices: false);
        Assert.True(values[0].item<float>() > 10 * values[^1].item<float>());

        // U^T X V is diagonal where X has the same singular vectors.
        Tensor turned = left.t().mm(MuonState.Orthogonal(matrix)).mm(right.t());
        Tensor diagonal = turned.diagonal();

        Assert.InRange(diagonal.min().item<float>(), 0.6f, 1.3f);
        Assert.InRange(diagonal.max().item<float>(), 0.6f, 1.3f);
        Assert.InRange((turned - diag(diagonal)).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void Step_moves_a_kernel_as_far_as_Adam_would_and_leaves_other_weights_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(6);
        var weights = new Dictionary<string, Tensor>
        {
            ["conv1_1.weight"] = zeros([8, 3, 3, 3]),
            ["conv1_2.weight"] = zeros([16, 8, 3, 3]),
            ["conv1_2.bias"] = zeros([16]),
            ["conv1_2.map.weight"] = zeros([12, 16, 1, 1]),
        };
        Dictionary<string, Tensor> gradients = weights.ToDictionary(pair => pair.Key, pair => randn(pair.Value.shape, generator: generator));
        using var muon = new MuonState(weights);

        muon.Step(gradients, rate: 0.01);

        Assert.Equal(["conv1_2.weight"], muon.Means.Keys);
        Assert.All(weights.Where(pair => pair.Key != "conv1_2.weight"), pair => Assert.Equal(0, pair.Value.abs().max().item<float>()));
        Tensor moved = weights["conv1_2.weight"];
        Assert.InRange(moved.square().mean().sqrt().item<float>(), 0.1f * 0.01f, 0.3f * 0.01f);
        Assert.True((moved * gradients["conv1_2.weight"]).sum().item<float>() < 0);
    }
}
