using Impasto.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Optimizers;

[Collection("libtorch")]
public sealed class MuonRuleTests
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

        // U^T X V is diagonal if X has the same singular vectors.
        Tensor turned = left.t().mm(MuonRule.Orthogonal(matrix)).mm(right.t());
        Tensor diagonal = turned.diagonal();

        Assert.InRange(diagonal.min().item<float>(), 0.6f, 1.3f);
        Assert.InRange(diagonal.max().item<float>(), 0.6f, 1.3f);
        Assert.InRange((turned - diag(diagonal)).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void Step_moves_a_kernel_down_by_about_as_much_as_Adam_would()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(6);
        Tensor kernel = zeros([16, 8, 3, 3]), mean = zeros_like(kernel);
        Tensor gradient = randn(kernel.shape, generator: generator);

        MuonRule.Step(kernel, gradient, mean, rate: 0.01);

        Assert.InRange(kernel.square().mean().sqrt().item<float>(), 0.1f * 0.01f, 0.3f * 0.01f);
        Assert.True((kernel * gradient).sum().item<float>() < 0);
        Assert.Equal(0, (mean - (0.05 * gradient)).abs().max().item<float>(), 1e-6f);
    }

    [Theory]
    [InlineData(true, new long[] { 16, 8, 3, 3 })]
    [InlineData(false, new long[] { 8, 3, 3, 3 })]
    [InlineData(false, new long[] { 12, 16, 1, 1 })]
    [InlineData(false, new long[] { 16 })]
    public void Serves_kernels_between_features_only(bool expected, long[] shape)
    {
        using Tensor weight = zeros(shape);

        Assert.Equal(expected, MuonRule.Serves(weight));
    }
}
