using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Search;

/// <summary>Makes a displacement for every pixel from those of the patches that cover it.</summary>
/// <remarks>
/// u(p) = sum_i w_i u_i / sum_i w_i over the patches i that cover p, w_i = 1 / max(1, |J(p + u_i) - I(p)|), brightness
/// from 0 to 255. Source: Kroeger et al., 2016, equation 5. Differs from the paper: a patch counts hardly anything at
/// pixels that it moves out of the picture.
/// </remarks>
internal sealed class Densification
{
    // Weight of a patch at a pixel that it moves out of the picture, where there is nothing to compare.
    private const float Outside = 1e-3f;

    private readonly PatchGrid _grid;
    private readonly PatchSearch _patches;
    private readonly BorderedPlane _first, _second, _u, _v, _weights;
    private readonly RowPass _pass;

    /// <summary>Prepares for a level.</summary>
    /// <param name="grid">Where the patches lie.</param>
    /// <param name="patches">The search, run before.</param>
    /// <param name="pictures">Both pictures' brightness.</param>
    /// <param name="flow">Receives the displacements.</param>
    /// <param name="weights">Scratch.</param>
    public Densification(
        PatchGrid grid,
        PatchSearch patches,
        (BorderedPlane First, BorderedPlane Second) pictures,
        (BorderedPlane U, BorderedPlane V) flow,
        BorderedPlane weights)
    {
        (_grid, _patches, (_first, _second), (_u, _v), _weights) = (grid, patches, pictures, flow, weights);
        _pass = new RowPass(_first.Height, Rows);
    }

    public void Run(WorkerTeam? team) => _pass.Run(team);

    private void Rows(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            int start = _first.Start(y);
            foreach (BorderedPlane plane in (ReadOnlySpan<BorderedPlane>)[_u, _v, _weights])
                plane.Values.AsSpan(start, _first.Width).Clear();
            for (int row = _grid.FirstRow(y); row <= _grid.LastRow(y); row++)
                Add(y, row);
            for (int k = start; k < start + _first.Width; k++)
            {
                float scale = 1 / _weights.Values[k];
                _u.Values[k] *= scale;
                _v.Values[k] *= scale;
            }
        }
    }

    // A plane smaller than a patch: the rest of the sum lands in the border, which nobody reads.
    private void Add(int y, int row)
    {
        int top = _grid.Top(row);
        for (int column = 0; column < _grid.Columns; column++)
        {
            int left = _grid.Left(column), patch = (row * _grid.Columns) + column;
            float u = _patches.U[patch], v = _patches.V[patch];
            int at = _first.Start(y) + left;
            var sampler = new PatchSampler(_second, left + u, top + v);
            Vector256<float> difference =
                Vector256.Abs(sampler.Row(y - top) - Vector256.LoadUnsafe(ref At(_first, at)));
            Vector256<float> inside =
                y + v >= 0 && y + v <= _second.Height - 1 ? sampler.InsideColumns(_second.Width) : default;
            Vector256<float> weight = (inside + Vector256.Create(Outside))
                / Vector256.Max(Vector256<float>.One, difference);
            Accumulate(_u, at, weight * u);
            Accumulate(_v, at, weight * v);
            Accumulate(_weights, at, weight);
        }
    }

    private static void Accumulate(BorderedPlane plane, int at, Vector256<float> values) =>
        (Vector256.LoadUnsafe(ref At(plane, at)) + values).StoreUnsafe(ref At(plane, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(BorderedPlane plane, int at) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(plane.Values), at);
}
