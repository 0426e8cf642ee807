using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>Least squares f = A z + b over all positions of some pictures.</summary>
internal sealed class Regression
{
    // Bounds the weights of directions that hardly occur; relative to the mean of the diagonal.
    private const double Ridge = 1e-4;

    private Tensor? _zz;
    private Tensor? _fz;

    /// <summary>Adds a batch of pictures.</summary>
    /// <param name="z">B x inputs x H x W.</param>
    /// <param name="f">B x outputs x H x W.</param>
    public void Add(Tensor z, Tensor f)
    {
        Tensor from = z.transpose(0, 1).flatten(1), to = f.transpose(0, 1).flatten(1);
        Tensor more = cat([from, ones([1, from.shape[1]], device: from.device)], 0);
        Tensor zz = more.mm(more.t()).Over(more.shape[1]).cpu().to(ScalarType.Float64);
        Tensor fz = to.mm(more.t()).Over(more.shape[1]).cpu().to(ScalarType.Float64);
        _zz = _zz is null ? zz : _zz.Plus(zz);
        _fz = _fz is null ? fz : _fz.Plus(fz);
    }

    /// <summary>The map that brings A z + b nearest to f, on a device.</summary>
    public AffineMap Solve(Device device)
    {
        Tensor ridge = eye(_zz!.shape[0], dtype: ScalarType.Float64) * _zz.diagonal().mean().Times(Ridge);
        Tensor both = linalg.solve(_zz.Plus(ridge), _fz!.t()).t().to(ScalarType.Float32).to(device);
        long inputs = both.shape[1] - 1;
        return new AffineMap(both.narrow(1, 0, inputs).contiguous(), both.select(1, inputs).contiguous());
    }

    /// <summary>The orthonormal columns U that bring U R [z 1] nearest to f.</summary>
    /// <remarks>
    /// U = W V^T for the singular value decomposition W S V^T of E[f [z 1]^T] R^T: Schönemann's solution of the
    /// orthogonal Procrustes problem, 1966.
    /// </remarks>
    /// <param name="triangle">R, with no more rows than f has channels; float64.</param>
    public Tensor Turn(Tensor triangle)
    {
        (Tensor left, _, Tensor right) = linalg.svd(_fz!.mm(triangle.t()), fullMatrices: false);
        return left.mm(right);
    }
}
