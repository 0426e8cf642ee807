using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Search;

/// <summary>Finds a displacement for every patch of a level: dense inverse search.</summary>
/// <remarks>
/// Two passes. The first goes right and down: each patch starts from the best of the coarser level's displacement and
/// those of its left and upper neighbour, and descends. The second goes left and up, with the right and lower
/// neighbours. Source: Kroeger, Timofte, Dai and Van Gool, "Fast Optical Flow using Dense Inverse Search", ECCV 2016,
/// section 2.2. Differs from the paper: displacements of neighbours are tried, which carries motion into parts without
/// texture; and bands of patches, whose height does not depend on the number of threads, are searched independently.
/// </remarks>
internal sealed class PatchSearch
{
    private const int RowsOfBand = 8;

    // A patch that moves further than its side has lost its place. Source: Kroeger et al., 2016, section 3.1.
    private const float FarthestMove = PatchGrid.Side;

    // Squared pixels: a hundredth of a pixel is below what a patch can tell.
    private const float ShortestStep = 1e-4f;

    private readonly PatchGrid _grid;
    private readonly BorderedPlane _first, _second, _across, _down;
    private readonly int _steps;
    private readonly float[] _passU, _passV;
    private readonly RowPass _forward, _back;
    private BorderedPlane? _guessU, _guessV;

    public PatchSearch(
        PatchGrid grid,
        BorderedPlane first,
        BorderedPlane second,
        (BorderedPlane Across, BorderedPlane Down) gradients,
        int steps)
    {
        (_grid, _first, _second, (_across, _down), _steps) = (grid, first, second, gradients, steps);
        int count = grid.Columns * grid.Rows;
        (_passU, _passV, U, V) = (
            new float[count], new float[count], new float[count], new float[count]);
        _forward = new RowPass(grid.Rows, SearchForward, RowsOfBand);
        _back = new RowPass(grid.Rows, SearchBack, RowsOfBand);
    }

    /// <summary>Pixels to the right for each patch, rows x columns.</summary>
    public float[] U { get; }

    /// <summary>Pixels down for each patch, rows x columns.</summary>
    public float[] V { get; }

    /// <summary>Searches from the displacements of planes, which are read at the middle of each patch.</summary>
    public void Run(BorderedPlane guessU, BorderedPlane guessV, WorkerTeam? team)
    {
        (_guessU, _guessV) = (guessU, guessV);
        _forward.Run(team);
        _back.Run(team);
    }

    private void SearchForward(int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            for (int column = 0; column < _grid.Columns; column++)
            {
                int at = (row * _grid.Columns) + column;
                Patch patch = PatchAt(row, column);
                PatchError best = patch.At(Guess(_guessU!, row, column), Guess(_guessV!, row, column));
                if (column > 0)
                    Try(patch, _passU[at - 1], _passV[at - 1], ref best);
                if (row > from)
                    Try(patch, _passU[at - _grid.Columns], _passV[at - _grid.Columns], ref best);
                Descend(patch, ref best);
                (_passU[at], _passV[at]) = (best.U, best.V);
            }
        }
    }

    // Below a band lies one whose results of the first pass are complete: they do not depend on who comes first.
    private void SearchBack(int from, int to)
    {
        for (int row = to - 1; row >= from; row--)
        {
            for (int column = _grid.Columns - 1; column >= 0; column--)
            {
                int at = (row * _grid.Columns) + column, below = at + _grid.Columns;
                Patch patch = PatchAt(row, column);
                PatchError best = patch.At(_passU[at], _passV[at]);
                float before = best.Error;
                if (column < _grid.Columns - 1)
                    Try(patch, U[at + 1], V[at + 1], ref best);
                if (row < to - 1)
                    Try(patch, U[below], V[below], ref best);
                else if (row < _grid.Rows - 1)
                    Try(patch, _passU[below], _passV[below], ref best);
                if (best.Error < before)
                    Descend(patch, ref best);
                (U[at], V[at]) = (best.U, best.V);
            }
        }
    }

    private Patch PatchAt(int row, int column) =>
        new(_first, _across, _down, _second, _grid.Left(column), _grid.Top(row));

    private float Guess(BorderedPlane plane, int row, int column) => plane.Values[
        plane.Start(_grid.Top(row) + (PatchGrid.Side / 2)) + _grid.Left(column) + (PatchGrid.Side / 2)];

    private static void Try(Patch patch, float u, float v, ref PatchError best)
    {
        if (u == best.U && v == best.V)
            return;
        PatchError other = patch.At(u, v);
        if (other.Error < best.Error)
            best = other;
    }

    private void Descend(Patch patch, ref PatchError best)
    {
        if (!patch.HasStep)
            return;
        PatchError start = best;
        for (int i = 0; i < _steps; i++)
        {
            (float u, float v) = patch.Step(best);
            PatchError next = patch.At(best.U - u, best.V - v);
            bool isLost = Math.Abs(next.U - start.U) > FarthestMove || Math.Abs(next.V - start.V) > FarthestMove;
            if (isLost || !(next.Error < best.Error))
                return;
            best = next;
            if ((u * u) + (v * v) < ShortestStep)
                return;
        }
    }
}
