// Providers of the controller: those that need no cloud. In place of pkg/provider/register/register.go, which brings
// the clients of thirty of them.
package register

import (
	_ "github.com/external-secrets/external-secrets/pkg/provider/fake"
	_ "github.com/external-secrets/external-secrets/pkg/provider/kubernetes"
)
