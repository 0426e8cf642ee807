namespace Impasto.Tests.Architecture;

/// <summary>The tools of the architecture tests find what they are for.</summary>
public sealed class SourceModelTests
{
    [Fact]
    public void Name_of_a_type_in_another_folder_is_a_dependency()
    {
        Dependency dependency = Assert.Single(Read(
            "using A.High; namespace A.Low { class Hut { void Look(Tower at) { } } }"));

        Assert.Equal(("src/A/Low", "src/A/High"), (dependency.From, dependency.To));
        Assert.Equal("src/A/Low/Hut.cs:1 names Tower", dependency.Place);
    }

    [Fact]
    public void Member_of_a_type_that_is_not_named_is_a_dependency()
    {
        IReadOnlyList<Dependency> found = Read(
            "namespace A.Low { class Hut { public static A.High.Tower Make() => null; } }",
            "namespace A.Top { class Roof { int Get() => A.Low.Hut.Make().Value; } }");

        Assert.Equal(
            ["src/A/High", "src/A/Low"],
            found.Where(dependency => dependency.From == "src/A/Top")
                .Select(dependency => dependency.To).Distinct().Order());
    }

    [Fact]
    public void Name_in_a_comment_is_not_a_dependency() => Assert.Empty(Read(
        "using A.High; namespace A.Low { /// <summary><see cref=\"Tower\"/></summary>\n class Hut; }"));

    [Fact]
    public void Cycle_is_found_with_its_places()
    {
        Dependency[] dependencies =
            [new("a", "b", "1"), new("b", "c", "2"), new("c", "b", "3"), new("c", "d", "4"), new("d", "a", "5")];

        Assert.Equal("b -> c: 2\nc -> b: 3", DependencyCycle.Find(dependencies));
    }

    [Fact]
    public void Longer_cycle_is_found_as_a_whole()
    {
        Dependency[] dependencies = [new("a", "b", "1"), new("b", "c", "2"), new("c", "a", "3"), new("x", "a", "4")];

        Assert.Equal("a -> b: 1\nb -> c: 2\nc -> a: 3", DependencyCycle.Find(dependencies));
    }

    [Fact]
    public void Dependencies_that_point_one_way_are_not_a_cycle()
    {
        Dependency[] dependencies = [new("a", "b", "1"), new("a", "c", "2"), new("b", "c", "3"), new("c", "c", "4")];

        Assert.Null(DependencyCycle.Find(dependencies));
    }

    private static IReadOnlyList<Dependency> Read(string low, string top = "") => SourceModel.Read(
        new Dictionary<string, string>
        {
            ["src/A/Low/Hut.cs"] = low,
            ["src/A/Top/Roof.cs"] = top,
            ["src/A/High/Tower.cs"] = "namespace A.High { class Tower { public int Value; } }",
        });
}
