using Impasto.Threads;
using Impasto.Video.Flow.Planes;
using Impasto.Video.Flow.Refinement;
using Impasto.Video.Flow.Search;

namespace Impasto.Video.Flow;

/// <summary>One level of the pyramid: search, densification, refinement.</summary>
internal sealed class FlowLevel
{
    private readonly BorderedPlane _first, _across, _down;
    private readonly PatchSearch _search;
    private readonly Densification _densification;
    private readonly VariationalRefinement? _refinement;
    private readonly RowPass _differentiate, _enlarge;
    private BorderedPlane? _coarseU, _coarseV;

    public FlowLevel(BorderedPlane first, BorderedPlane second, FlowOptions options)
    {
        _first = first;
        (_across, _down, U, V) = (New(), New(), New(), New());
        PatchGrid grid = new(first.Width, first.Height, options.PatchDistance);
        _search = new PatchSearch(grid, first, second, (_across, _down), options.SearchSteps);
        _densification = new Densification(grid, _search, (first, second), (U, V), New());
        if (options.Refinements > 0)
        {
            WarpedDerivatives derivatives = new(first, second, (_across, _down));
            _refinement = new VariationalRefinement(derivatives, Settings(options));
        }

        _differentiate = new RowPass(first.Height, (from, to) => Gradients.Rows(_first, _across, _down, from, to));
        _enlarge = new RowPass(first.Height, Enlarge);

        BorderedPlane New() => new(first.Width, first.Height);
    }

    public BorderedPlane U { get; }

    public BorderedPlane V { get; }

    /// <summary>Computes the level's flow.</summary>
    /// <param name="coarse">The level of half the size; null for the coarsest, which starts from zero.</param>
    /// <param name="team">The threads; null for none.</param>
    public void Run(FlowLevel? coarse, WorkerTeam? team)
    {
        _differentiate.Run(team);
        EnlargeFrom(coarse, team);
        _search.Run(U, V, team);
        _densification.Run(team);
        _refinement?.Run(U, V, team);
    }

    /// <summary>Sets the level's flow from that of half the size, without a search.</summary>
    public void EnlargeFrom(FlowLevel? coarse, WorkerTeam? team)
    {
        if (coarse is null)
        {
            U.Values.AsSpan().Clear();
            V.Values.AsSpan().Clear();
            return;
        }

        (_coarseU, _coarseV) = (coarse.U, coarse.V);
        _enlarge.Run(team);
        U.Extend();
        V.Extend();
    }

    private static RefinementSettings Settings(FlowOptions options) => new(
        options.Refinements,
        options.Sweeps,
        (float)options.BrightnessWeight,
        (float)options.GradientWeight,
        (float)options.Smoothness);

    // u(x, y) = 2 c((x - 1/2) / 2, (y - 1/2) / 2), bilinear.
    private void Enlarge(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            float row = Math.Clamp((y - 0.5f) / 2, 0, _coarseU!.Height - 1);
            int upper = _coarseU.Start((int)row), lower = _coarseU.Start(Math.Min((int)row + 1, _coarseU.Height - 1));
            float down = row - (int)row;
            int start = U.Start(y);
            for (int x = 0; x < U.Width; x++)
            {
                float column = Math.Clamp((x - 0.5f) / 2, 0, _coarseU.Width - 1);
                int left = (int)column, right = Math.Min(left + 1, _coarseU.Width - 1);
                U.Values[start + x] = 2 * Between(_coarseU.Values);
                V.Values[start + x] = 2 * Between(_coarseV!.Values);

                float Between(float[] values)
                {
                    float across = column - left;
                    float above = values[upper + left] + (across * (values[upper + right] - values[upper + left]));
                    float below = values[lower + left] + (across * (values[lower + right] - values[lower + left]));
                    return above + (down * (below - above));
                }
            }
        }
    }
}
