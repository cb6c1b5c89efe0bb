package jellybean.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What provisioning may know of the node, and who may know Bouncy Castle. */
class ArchitectureTest {
  private static final JavaClasses PROVISIONING =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("jellybean.provisioning");

  @Test
  void knowsOnlyEdnTheFactoryItImplementsAndBouncyCastle() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.security.auth.x500..",
            "jellybean.provisioning..",
            "jellybean.edn..",
            "jellybean.cli..",
            "org.bouncycastle..",
            "org.jspecify.annotations..")
        .check(PROVISIONING);
  }

  @Test
  void onlyCertificatesKnowsBouncyCastle() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.Certificates(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(PROVISIONING);
  }

  @Test
  void ofTheCommandItKnowsOnlyTheServicesItProvides() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("jellybean\\.cli\\.(?!FleetFactory|DenyListSigner).*")
        .check(PROVISIONING);
  }
}
